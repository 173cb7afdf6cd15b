using System.Globalization;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Audit;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Voices;

namespace VoiceWeb.Tests.Web.Voices;

/// <summary>Choosing what a voice speaks like: on its page, and what the choice does.</summary>
public sealed class StretchesTests : PageTest
{
    private const string Transcript = "One two three four. Five six seven eight. Nine ten eleven twelve. Thirteen and more.";

    private readonly Fitter _fitter = new();

    public StretchesTests()
    {
        Services.AddLogging();
        Services.AddSingleton<SealedBlobs>();
        Services.AddSingleton<BlobErasure>();
        Services.AddSingleton<ClipStore>();
        Services.AddSingleton(new AudioDecoder(new AudioOptions()));
        Services.AddSingleton<IVoiceFitter>(_fitter);
        Services.AddConsent();
        Services.AddVoices();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ChooseStretches Choose => Services.GetRequiredService<ChooseStretches>();

    private StretchLibrary Library => Services.GetRequiredService<StretchLibrary>();

    [Fact]
    public async Task Stretches_are_shown_with_reasons_chosen_named_and_learned()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var (voice, clip) = await AddVoiceAsync(me);
        var page = RenderFor<VoicePage>(me, p => p.Add(v => v.VoiceId, voice));

        await page.WaitForElement("#stretches-open").ClickAsync();
        var found = page.WaitForElements("[data-role=found]");
        Assert.Contains("begins and ends in a pause", found[0].TextContent, StringComparison.Ordinal);
        Assert.StartsWith($"/api/voices/{voice}/stretch/audio?clip={clip}", found[0].QuerySelector("audio")!.GetAttribute("src"), StringComparison.Ordinal);
        Assert.NotNull(page.Find("#stretches-auto"));
        Assert.True(page.Find("#stretches-learn").HasAttribute("disabled"));

        await page.FindAll("[data-role=use]")[0].ClickAsync();
        await page.FindAll("[data-role=use]")[1].ClickAsync();
        Assert.Equal(2, page.FindAll("[data-role=chosen]").Count);
        Assert.Contains("A guess", page.FindAll("[data-role=chosen]")[0].TextContent, StringComparison.Ordinal);
        await page.Find("#stretch-0-said").ChangeAsync("What is really said.");
        await page.Find("#stretch-1-style").ChangeAsync("happy");
        await page.Find("#stretches-learn").ClickAsync();

        page.WaitForElement("#stretches-open");
        Assert.Equal(1, await Services.GetRequiredService<LearnVoice>().LearnWaitingAsync(Token));
        Assert.Equal(("What is really said.", null, 0), (_fitter.References[0].Transcript, _fitter.References[0].Style, _fitter.References[0].Clip));
        Assert.Equal("happy", _fitter.References[1].Style);
        await using var db = await OpenDbAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Event == nameof(AuditEvent.VoiceReferencesChosen), Token));

        // Shown again as it was chosen, moved, and given up.
        await page.Find("#stretches-open").ClickAsync();
        page.WaitForElements("[data-role=chosen]", 2);
        await page.FindAll("[data-role=chosen]")[0].QuerySelector("input[type=number]")!.ChangeAsync("0.5");
        page.WaitForAssertion(() => Assert.Contains("start=0.5&", page.FindAll("[data-role=chosen]")[0].QuerySelector("audio")!.GetAttribute("src"), StringComparison.Ordinal));
        Assert.Equal("What is really said.", page.FindAll("[data-role=chosen] textarea")[0].GetAttribute("value"));
        await page.Find("#stretches-reset").ClickAsync();
        page.WaitForElement("#stretches-open");
        Assert.Equal(1, await Services.GetRequiredService<LearnVoice>().LearnWaitingAsync(Token));
        Assert.Empty(_fitter.References);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_nothing_changes()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var colleague = await AddMemberAsync(TenantRole.Teacher, tenantId: me.TenantId);
        var (voice, clip) = await AddVoiceAsync(me);
        var (other, foreign) = await AddVoiceAsync(colleague);
        var good = new VoiceStretch(clip, 1, 4, null, null);

        await RefusedAsync(me, good with { Seconds = 2.9 }, "voice-stretch-length");
        await RefusedAsync(me, good with { Seconds = double.NaN }, "voice-stretch-length");
        await RefusedAsync(me, good with { StartSeconds = 13 }, "voice-stretch-outside");
        await RefusedAsync(me, good with { StartSeconds = -1 }, "voice-stretch-outside");
        await RefusedAsync(me, good with { Style = "<b>" }, "voice-style-name");
        await RefusedAsync(me, good with { Transcript = new string('a', 501) }, "voice-stretch-transcript");
        await RefusedAsync(me, good with { ClipId = foreign }, "clip-not-found");
        await RefusedAsync(colleague, good, "voice-not-found");
        Assert.Equal("voice-too-many-stretches", (await Choose.ChooseAsync(me, voice, [.. Enumerable.Repeat(good, 25)], Token)).Refusal?.Code);
        Assert.Equal("voice-not-found", (await Library.FindAsync(colleague, voice, Token)).Refusal?.Code);
        Assert.Equal("clip-not-found", (await Library.HearAsync(colleague, voice, clip, 0, 4, Token)).Refusal?.Code);
        Assert.Equal("clip-not-found", (await Library.HearAsync(me, voice, foreign, 0, 4, Token)).Refusal?.Code);
        Assert.Equal("voice-stretch-length", (await Library.HearAsync(me, voice, clip, 0, 4_000, Token)).Refusal?.Code);
        await using var db = await OpenDbAsync();
        Assert.All(await db.Voices.ToListAsync(Token), kept => Assert.Null(kept.ReferencesJson));
        Assert.NotEqual(voice, other);

        async Task RefusedAsync(CurrentUser user, VoiceStretch stretch, string code) =>
            Assert.Equal(code, (await Choose.ChooseAsync(user, voice, [stretch], Token)).Refusal?.Code);
    }

    [Fact]
    public async Task A_stretch_is_heard_as_it_was_recorded_and_withdrawal_forgets_the_choice()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var (voice, clip) = await AddVoiceAsync(me);
        var heard = await Services.GetRequiredService<AudioDecoder>().DecodeAsync((await Library.HearAsync(me, voice, clip, 1.5, 4, Token)).Value, Token);
        Assert.Equal(4, heard.Seconds, 0.02);
        Assert.True((await Choose.ChooseAsync(me, voice, [new VoiceStretch(clip, 1, 4, "Hm.", "calm")], Token)).Succeeded);

        await Services.GetRequiredService<WithdrawConsent>().WithdrawAsync(me, voice, unpublish: false, Token);

        await using var db = await OpenDbAsync();
        Assert.Null((await db.Voices.SingleAsync(Token)).ReferencesJson);
        Assert.Equal("voice-not-found", (await Choose.ChooseAsync(me, voice, [], Token)).Refusal?.Code);
    }

    [Fact]
    public async Task A_recording_that_cannot_be_read_is_said_so()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var (voice, clip) = await AddVoiceAsync(me);
        await using (var db = await OpenDbAsync())
        {
            await Services.GetRequiredService<ClipStore>().DeleteAsync((await db.Clips.SingleAsync(c => c.Id == clip, Token)).DecodedBlobId);
        }

        var page = RenderFor<VoicePage>(me, p => p.Add(v => v.VoiceId, voice));
        await page.WaitForElement("#stretches-open").ClickAsync();
        page.WaitForElement("[data-code='voice-recording-unreadable']");
    }

    [Theory]
    [InlineData("en", "but the speaker seems to change at", "one speaker")]
    [InlineData("zh-CN", "秒处似乎换了人说话", "听来是同一个人")]
    public async Task A_stretch_across_two_speakers_says_so(string culture, string told, string alone)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture); // of this test's own flow
        var (audio, join) = await TwoSpeakers.SpeakAsync();
        var me = await AddMemberAsync(TenantRole.Teacher);
        var (voice, clip) = await AddVoiceAsync(me, audio);
        Assert.True((await Choose.ChooseAsync(me, voice, [new VoiceStretch(clip, Math.Round(join - 3, 2), 6, null, null)], Token)).Succeeded);

        var page = RenderFor<VoicePage>(me, p => p.Add(v => v.VoiceId, voice));
        await page.WaitForElement("#stretches-open").ClickAsync();

        var chosen = page.WaitForElement("[data-role=chosen]", TimeSpan.FromMinutes(1));
        Assert.Contains(told, chosen.TextContent, StringComparison.Ordinal);
        Assert.Contains(alone, page.Find("[data-role=found]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_stays_in_its_readers_language_when_a_worker_reports()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // of this test's own flow
        var me = await AddMemberAsync(TenantRole.Teacher);
        var (voice, _) = await AddVoiceAsync(me);
        var page = RenderFor<VoicePage>(me, p => p.Add(v => v.VoiceId, voice));
        page.WaitForElement("#stretches-open");

        // A worker of the program knows nothing of readers.
        Task report;
        using (ExecutionContext.SuppressFlow())
        {
            report = Task.Run(
                () =>
                {
                    CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
                    Services.GetRequiredService<LearningProgress>().Report(voice, new LearningStatus(0.5));
                },
                Token);
        }

        await report;
        page.WaitForElement("progress");
        Assert.Contains("正在学习此声音", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Learning this voice", page.Markup, StringComparison.Ordinal);
    }

    /// <summary>A voice of an imported model, made from 15 s of bursts with pauses between where nothing else is given.</summary>
    private async Task<(Guid Voice, Guid Clip)> AddVoiceAsync(CurrentUser owner, AudioBuffer? audio = null)
    {
        const int Rate = 16_000;
        var random = new Random(3);
        var samples = Enumerable.Range(0, 15 * Rate).Select(i => (random.NextSingle() - 0.5f) * ((double)i / Rate % 2.5 < 2 ? 0.4f : 0.0004f)).ToArray();
        using var wav = new MemoryStream(WavWriter.ToBytes(audio ?? new AudioBuffer(samples, Rate)));
        var store = Services.GetRequiredService<ClipStore>();
        var decoded = await store.SaveAsync(wav, Token);
        wav.Position = 0;
        var original = await store.SaveAsync(wav, Token);
        var (voice, clip) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using var db = await OpenDbAsync();
        db.Clips.Add(new Clip
        {
            Id = clip, TenantId = owner.TenantId, OwnerId = owner.Id, Name = "Reading", Sha256 = original.Sha256, DecodedBlobId = decoded.Id, OriginalBlobId = original.Id,
            DurationSeconds = 15, Transcript = Transcript, AddedAt = Clock.GetUtcNow(),
        });
        db.Voices.Add(new Voice
        {
            Id = voice, TenantId = owner.TenantId, OwnerId = owner.Id, Name = "Mine", Model = "gpt-sovits:base", Language = "en", State = VoiceState.Active,
            CreatedAt = Clock.GetUtcNow(), Clips = [new VoiceClip { VoiceId = voice, ClipId = clip, TenantId = owner.TenantId, ClipSha256 = original.Sha256 }],
        });
        db.Consents.Add(new ConsentRecord { Id = Guid.CreateVersion7(), TenantId = owner.TenantId, VoiceId = voice, State = ConsentState.Active, CreatedAt = Clock.GetUtcNow() });
        await db.SaveChangesAsync(Token);
        return (voice, clip);
    }

    private sealed class Fitter : IVoiceFitter
    {
        public IReadOnlyList<FitReference> References { get; private set; } = [];

        public IReadOnlyList<VoiceModelStatus> Models => [new VoiceModelStatus("gpt-sovits:base", true, new("", ""))];

        public IReadOnlyList<string> LanguagesOf(string model) => ["en"];

        public Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
        {
            if (request.Model == "gpt-sovits:base")
            {
                References = request.References;
                return Task.FromResult(new FittedVoice(
                    new VoiceReference(request.Model, new byte[] { 1 }), new FitReport(null, null, null, null, null, true, [new("fit-long", "It was learned.", 30)], [])));
            }

            throw new VoiceFitException("no-sample", "Samples are not made here.");
        }
    }
}

using System.Data.Common;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;
using VoiceWeb.Pronunciations;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Studio;
using VoiceWeb.Synthesis;
using VoiceWeb.Voices;

namespace VoiceWeb.Tests.Web.Studio;

/// <summary>What the studio offers, by the voices that are there; and from a text to its sentences.</summary>
public sealed class StudioPageTests : PageTest
{
    private readonly BunitJSInterop _script;
    private readonly AfterReading _afterReading = new();

    public StudioPageTests()
    {
        Services.AddSingleton<IInterceptor>(_afterReading);
        Services.AddLogging();
        Services.AddSingleton<SealedBlobs>();
        Services.AddSingleton<BlobErasure>();
        Services.AddSingleton<ClipStore>();
        Services.AddSingleton<AudioStore>();
        Services.AddSingleton<TextFrontEnd>();
        Services.AddSingleton(new AudioDecoder(new AudioOptions()));
        Services.AddSingleton<ISpeechEngine>(new FakeSpeechEngine());
        Services.AddSingleton<IVoiceFitter, EnglishAlone>();
        Services.AddConsent();
        Services.AddPronunciations();
        Services.AddVoices();
        Services.AddSynthesis();
        Services.AddSingleton<IMarkReader>(new FakeMarkReader());
        var module = JSInterop.SetupModule("./Studio/StudioPage.razor.js");
        module.Mode = JSRuntimeMode.Loose;
        _script = module.SetupModule(call => call.Identifier == "attach");
        _script.Mode = JSRuntimeMode.Loose;
        var panel = JSInterop.SetupModule("./Studio/ReadingPanel.razor.js");
        panel.Mode = JSRuntimeMode.Loose;
        panel.SetupModule(call => call.Identifier == "attach").Mode = JSRuntimeMode.Loose;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_voice_the_first_action_is_to_make_one()
    {
        var page = RenderFor<StudioPage>(await AddMemberAsync(TenantRole.Teacher));

        Assert.Equal("/voices", page.WaitForElement(".vw-empty a").GetAttribute("href"));
        Assert.Empty(page.FindAll("#studio-speak"));
    }

    [Fact]
    public async Task While_the_only_voice_is_being_learned_the_page_says_so_and_goes_on_by_itself()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var voice = await AddVoiceAsync(me, learned: false, sample: true);
        var page = RenderFor<StudioPage>(me);
        page.WaitForElement(".vw-empty progress");

        var learning = Services.GetRequiredService<LearningProgress>();
        learning.Report(voice, new LearningStatus(0.5));
        Assert.Empty(page.FindAll("#studio-speak"));
        await LearnAsync(voice);
        learning.Report(voice, null);

        page.WaitForElement("#studio-speak");
        Assert.Equal(voice.ToString(), page.Find("#studio-voice").GetAttribute("value"));
    }

    [Fact]
    public async Task A_sample_that_is_made_after_the_page_was_opened_is_heard_of()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var page = RenderFor<StudioPage>(me);
        page.WaitForElement(".vw-empty");
        var learning = Services.GetRequiredService<LearningProgress>();

        var voice = await AddVoiceAsync(me, learned: false, sample: true);
        learning.Report(voice, new LearningStatus(0));
        page.WaitForElement(".vw-empty progress");
        await LearnAsync(voice);
        learning.Report(voice, null);

        page.WaitForElement("#studio-speak");
    }

    [Fact]
    public async Task Only_what_the_speaker_agreed_to_can_be_chosen()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        await AddVoiceAsync(me, purposes: ConsentPurposes.PersonalUse);

        var page = RenderFor<StudioPage>(me);

        var purposes = page.WaitForElement("#studio-purpose").QuerySelectorAll("option").Select(o => o.GetAttribute("value"));
        Assert.Equal([nameof(ConsentPurposes.PersonalUse)], purposes);
        Assert.Equal(["auto", "en"], page.Find("#studio-language").QuerySelectorAll("option").Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_before_it_is_sent()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        await AddVoiceAsync(me);
        _script.Setup<int>("count").SetResult(20_001);
        var page = RenderFor<StudioPage>(me);

        await page.WaitForElement("#studio-speak").ClickAsync();

        page.WaitForElement("[data-code='text-too-long']");
        Assert.DoesNotContain(_script.Invocations, call => call.Identifier == "text");
    }

    [Fact]
    public async Task A_recording_of_an_earlier_day_is_shown_with_the_voice_that_it_was_made_with()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        await AddVoiceAsync(me);
        var voice = await AddVoiceAsync(me);
        var rendering = new Rendering
        {
            Id = Guid.NewGuid(), TenantId = me.TenantId, OwnerId = me.Id, VoiceId = voice, Text = "Good morning. How are you?", Language = "en", Speed = 1.25,
            State = RenderingState.Done, MarkId = 0x1234, AudioSeconds = 2, AudioBlobId = Guid.NewGuid(), CreatedAt = Clock.GetUtcNow(), FinishedAt = Clock.GetUtcNow(),
        };
        await using (var db = await OpenDbAsync())
        {
            db.Renderings.Add(rendering);
            await db.SaveChangesAsync(Token);
        }

        var page = RenderFor<StudioPage>(me, p => p.Add(s => s.RenderingId, rendering.Id));

        page.WaitForElement(".vw-player");
        Assert.Equal(2, page.FindAll(".vw-sentence").Count);
        Assert.Equal(voice.ToString(), page.Find("#studio-voice").GetAttribute("value"));
        Assert.Contains("000000001234", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_that_ends_while_the_page_is_reading_it_is_shown_as_ended()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var rendering = new Rendering
        {
            Id = Guid.NewGuid(), TenantId = me.TenantId, OwnerId = me.Id, VoiceId = await AddVoiceAsync(me), Text = "Good morning.", Language = "en", Speed = 1,
            State = RenderingState.Running, CreatedAt = Clock.GetUtcNow(),
        };
        await using (var db = await OpenDbAsync())
        {
            db.Renderings.Add(rendering);
            await db.SaveChangesAsync(Token);
        }

        // The page reads twice before it follows: for the settings and for the recording. The end comes right after, with no report.
        _afterReading.Do(2, async () =>
        {
            await using var db = await OpenDbAsync();
            var running = await db.Renderings.SingleAsync(r => r.Id == rendering.Id);
            (running.State, running.MarkId, running.AudioSeconds) = (RenderingState.Done, 0x1234, 2);
            (running.AudioBlobId, running.FinishedAt) = (Guid.NewGuid(), Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var page = RenderFor<StudioPage>(me, p => p.Add(s => s.RenderingId, rendering.Id));

        page.WaitForElement(".vw-player");
        Assert.True(_afterReading.Done);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_text_that_is_used_again_keeps_its_projects_dictionary_while_there_is_one(bool isThere)
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var voice = await AddVoiceAsync(me);
        var project = new Lexicon { Id = Guid.NewGuid(), TenantId = me.TenantId, Scope = LexiconScope.Project, Name = "Geography" };
        var other = new Lexicon { Id = Guid.NewGuid(), TenantId = me.TenantId, Scope = LexiconScope.Project, Name = "Chemistry" };
        var rendering = new Rendering
        {
            Id = Guid.NewGuid(), TenantId = me.TenantId, OwnerId = me.Id, VoiceId = voice, Text = "Good morning.", Language = "en", Speed = 1,
            State = RenderingState.Done, Dictionaries = $"{Lexicon.InstallationId}:1 {me.TenantId}:3 {project.Id}:2", CreatedAt = Clock.GetUtcNow(),
        };
        await using (var db = await OpenDbAsync())
        {
            db.Lexicons.Add(other);
            if (isThere)
            {
                db.Lexicons.Add(project);
            }

            db.Renderings.Add(rendering);
            await db.SaveChangesAsync(Token);
        }

        Services.GetRequiredService<NavigationManager>().NavigateTo($"/studio?from={rendering.Id}");
        var page = RenderFor<StudioPage>(me);

        page.WaitForElement("#reading-dictionary");
        page.WaitForAssertion(() => Assert.Equal(isThere ? project.Id.ToString() : "", page.Find("#reading-dictionary").GetAttribute("value") ?? ""));
    }

    [Fact]
    public async Task A_recording_of_another_school_is_not_found()
    {
        var stranger = await AddMemberAsync(TenantRole.Teacher);
        var page = RenderFor<StudioPage>(stranger, p => p.Add(s => s.RenderingId, Guid.NewGuid()));
        page.WaitForElement("[data-role=text]");
        Assert.Empty(page.FindAll(".vw-player"));
        Assert.Empty(page.FindAll(".vw-sentence"));
    }

    private async Task<Guid> AddVoiceAsync(
        CurrentUser owner, bool learned = true, bool sample = false, ConsentPurposes purposes = ConsentPurposes.Teaching)
    {
        await using var db = await OpenDbAsync();
        var voice = new Voice
        {
            Id = Guid.CreateVersion7(), TenantId = owner.TenantId, OwnerId = sample ? "" : owner.Id, Name = "A voice", IsSample = sample,
            State = VoiceState.Active, ProfileBlobId = learned ? Guid.NewGuid() : null, CreatedAt = Clock.GetUtcNow(),
        };
        db.Voices.Add(voice);
        db.Consents.Add(new ConsentRecord
        {
            Id = Guid.NewGuid(), TenantId = owner.TenantId, VoiceId = voice.Id, SubjectId = owner.Id, State = ConsentState.Active, Purposes = purposes,
            CreatedAt = Clock.GetUtcNow(), EndsAt = Clock.GetUtcNow().AddDays(30),
        });
        await db.SaveChangesAsync(Token);
        return voice.Id;
    }

    private async Task LearnAsync(Guid voice)
    {
        await using var db = await OpenDbAsync();
        (await db.Voices.FindAsync([voice], Token))!.ProfileBlobId = Guid.NewGuid();
        await db.SaveChangesAsync(Token);
    }

    private sealed class EnglishAlone : IVoiceFitter
    {
        public IReadOnlyList<VoiceModelStatus> Models => [];

        public IReadOnlyList<string> LanguagesOf(string model) => ["en"];

        public Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken) =>
            throw new NotSupportedException("No page learns a voice.");
    }

    /// <summary>Acts once, between a reading of a recording and whatever comes next.</summary>
    private sealed class AfterReading : DbConnectionInterceptor, IDbCommandInterceptor
    {
        private Func<Task>? _act;
        private int _readings;

        public bool Done { get; private set; }

        public void Do(int reading, Func<Task> act) => (_readings, _act) = (reading, act);

        public ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("\"RenderingParts\"", StringComparison.Ordinal))
            {
                _readings--;
            }

            return new(result);
        }

        public override async Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
        {
            if (_readings == 0 && !Done && _act is { } act)
            {
                Done = true;
                await act();
            }
        }
    }
}

using Bunit;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Voices;

namespace VoiceWeb.Tests.Web.Voices;

/// <summary>The library of voices, and the page of one: draft, refused, withdrawn.</summary>
public sealed class VoicesPageTests : PageTest
{
    public VoicesPageTests()
    {
        Services.AddLogging();
        Services.AddSingleton<SealedBlobs>();
        Services.AddSingleton<BlobErasure>();
        Services.AddSingleton<ClipStore>();
        Services.AddSingleton(new AudioDecoder(new AudioOptions()));
        Services.AddSingleton<IVoiceFitter, NoFitter>();
        Services.AddConsent();
        Services.AddVoices();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_library_leads_to_recordings()
    {
        var page = RenderFor<VoicesPage>(await AddMemberAsync(TenantRole.Teacher));
        Assert.Equal("/clips", page.WaitForElement(".vw-empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task Voices_are_found_by_name_and_those_of_another_school_never()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        await AddVoiceAsync(me, "Morning voice", VoiceState.Active);
        await AddVoiceAsync(me, "Evening voice", VoiceState.Draft);
        await AddVoiceAsync(await AddMemberAsync(TenantRole.Teacher), "Foreign voice", VoiceState.Active);
        var page = RenderFor<VoicesPage>(me);
        page.WaitForElement("#voice-filter");
        Assert.DoesNotContain("Foreign voice", page.Markup, StringComparison.Ordinal);

        await page.Find("#voice-filter").InputAsync("evening");

        page.WaitForAssertion(() => Assert.DoesNotContain("Morning voice", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Evening voice", page.Markup, StringComparison.Ordinal);
        await page.Find("#voice-filter").InputAsync("nothing like it");
        page.WaitForElement("p[role=status]");
    }

    [Fact]
    public async Task A_draft_leads_to_its_consent_and_not_to_the_studio()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var voice = await AddVoiceAsync(me, "My voice", VoiceState.Draft);

        var page = RenderFor<VoicePage>(me, p => p.Add(v => v.VoiceId, voice));

        page.WaitForElement($"a[href='/voices/{voice}/consent']");
        Assert.Empty(page.FindAll($"a[href='/studio?voice={voice}']"));
    }

    [Fact]
    public async Task A_voice_of_another_school_is_not_found()
    {
        var voice = await AddVoiceAsync(await AddMemberAsync(TenantRole.Teacher), "Foreign voice", VoiceState.Active);

        var page = RenderFor<VoicePage>(await AddMemberAsync(TenantRole.Admin), p => p.Add(v => v.VoiceId, voice));

        page.WaitForElement("[data-code='voice-not-found']");
        Assert.DoesNotContain("Foreign voice", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consent_begins_with_whose_voice_it_is_and_stops_at_somebody_elses()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var voice = await AddVoiceAsync(me, "My voice", VoiceState.Draft);
        var page = RenderFor<ConsentPage>(me, p => p.Add(c => c.VoiceId, voice));
        var choices = page.WaitForElements("input[type=radio]", 2);

        await choices[1].ChangeAsync("on");

        Assert.DoesNotContain("vw-notice", page.Markup, StringComparison.Ordinal);
        await using var db = await OpenDbAsync();
        Assert.Empty(db.Consents.Where(c => c.VoiceId == voice));
    }

    private async Task<Guid> AddVoiceAsync(CurrentUser owner, string name, VoiceState state)
    {
        await using var db = await OpenDbAsync();
        var voice = new Voice { Id = Guid.CreateVersion7(), TenantId = owner.TenantId, OwnerId = owner.Id, Name = name, State = state, CreatedAt = Clock.GetUtcNow() };
        db.Voices.Add(voice);
        await db.SaveChangesAsync(Token);
        return voice.Id;
    }

    private sealed class NoFitter : IVoiceFitter
    {
        public IReadOnlyList<VoiceModelStatus> Models => [];

        public IReadOnlyList<string> LanguagesOf(string model) => ["en"];

        public Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken) =>
            throw new NotSupportedException("No page learns a voice.");
    }
}

using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using static VoiceWeb.Tests.Web.Consent.ConsentScene;

namespace VoiceWeb.Tests.Web.Consent;

public sealed class ConsentGateTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task An_active_voice_with_a_consent_for_the_purpose_is_granted_to_any_teacher_of_the_school()
    {
        await using var scene = await OpenAsync();
        var (voice, consent) = await scene.AddActiveVoiceAsync(scene.Ada);

        var grant = Succeed(await scene.Get<ConsentGate>().AskAsync(scene.Ben, voice.Id, ConsentPurposes.Teaching, None));

        Assert.Equal((voice.Id, consent.Id, scene.Ben.Id), (grant.VoiceId, grant.ConsentId!.Value, grant.UserId));
        Assert.True(grant.Until > scene.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData(VoiceState.Draft, "voice-not-active-draft")]
    [InlineData(VoiceState.AwaitingReview, "voice-not-active-awaiting")]
    [InlineData(VoiceState.Frozen, "voice-not-active-frozen")]
    [InlineData(VoiceState.Withdrawn, "voice-not-active-withdrawn")]
    public async Task No_grant_for_a_voice_that_is_not_active_even_with_a_consent_on_file(VoiceState state, string code)
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        await scene.ChangeAsync(async db => (await db.Voices.SingleAsync(v => v.Id == voice.Id)).State = state);

        Refused(code, await scene.Get<ConsentGate>().AskAsync(scene.Ada, voice.Id, ConsentPurposes.Teaching, None));
    }

    [Fact]
    public async Task No_grant_once_the_end_date_has_passed()
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        scene.Clock.Advance(TimeSpan.FromDays(201));

        Refused("consent-over", await scene.Get<ConsentGate>().AskAsync(scene.Ada, voice.Id, ConsentPurposes.Teaching, None));
    }

    [Fact]
    public async Task A_grant_never_outlives_the_consent()
    {
        await using var scene = await OpenAsync();
        var (voice, consent) = await scene.AddActiveVoiceAsync(scene.Ada);
        scene.Clock.Advance(TimeSpan.FromDays(200) - TimeSpan.FromMinutes(1));

        var grant = Succeed(await scene.Get<ConsentGate>().AskAsync(scene.Ada, voice.Id, ConsentPurposes.Teaching, None));

        Assert.Equal(consent.EndsAt, grant.Until);
    }

    [Fact]
    public async Task No_grant_for_an_active_voice_without_any_consent()
    {
        await using var scene = await OpenAsync();
        var voice = await scene.AddVoiceAsync(scene.Ada, VoiceState.Active);

        Refused("consent-missing", await scene.Get<ConsentGate>().AskAsync(scene.Ada, voice.Id, ConsentPurposes.Teaching, None));
    }

    [Theory]
    [InlineData(ConsentPurposes.None)]
    [InlineData(ConsentPurposes.Publication)]
    [InlineData(ConsentPurposes.Teaching | ConsentPurposes.Announcements)]
    public async Task No_grant_for_a_purpose_that_was_not_switched_on(ConsentPurposes purpose)
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada, ConsentPurposes.Teaching);

        Refused("purpose-not-covered", await scene.Get<ConsentGate>().AskAsync(scene.Ada, voice.Id, purpose, None));
    }

    [Fact]
    public async Task Personal_communication_is_for_the_speaker_alone()
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada, ConsentPurposes.PersonalUse);
        var gate = scene.Get<ConsentGate>();

        Succeed(await gate.AskAsync(scene.Ada, voice.Id, ConsentPurposes.PersonalUse, None));
        Refused("purpose-only-speaker", await gate.AskAsync(scene.Ben, voice.Id, ConsentPurposes.PersonalUse, None));
    }

    [Fact]
    public async Task A_voice_of_another_school_is_not_found()
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        var elsewhere = await scene.AddMemberAsync(await scene.AddSchoolAsync("Other"), "Eve", TenantRole.Admin);

        Refused("voice-not-found", await scene.Get<ConsentGate>().AskAsync(elsewhere, voice.Id, ConsentPurposes.Teaching, None));
    }

    [Theory]
    [InlineData(TenantRole.Student)]
    [InlineData(TenantRole.Auditor)]
    public async Task Who_may_only_listen_or_read_gets_no_grant(TenantRole role)
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        var listener = scene.Student with { Role = role };

        Refused("role-may-not-speak", await scene.Get<ConsentGate>().AskAsync(listener, voice.Id, ConsentPurposes.Teaching, None));
    }

    [Fact]
    public async Task The_sample_voice_needs_nobodys_consent()
    {
        await using var scene = await OpenAsync();
        var voice = await scene.AddVoiceAsync(scene.Ada with { Id = "" }, VoiceState.Active);
        await scene.ChangeAsync(async db => (await db.Voices.SingleAsync(v => v.Id == voice.Id)).IsSample = true);

        var grant = Succeed(await scene.Get<ConsentGate>().AskAsync(scene.Ada, voice.Id, ConsentPurposes.Teaching, None));

        Assert.Null(grant.ConsentId);
    }

    [Fact]
    public async Task An_operators_attestation_is_put_on_record_and_good_for_a_voice_that_no_page_can_use()
    {
        await using var scene = await OpenAsync();
        var gate = scene.Get<ConsentGate>();

        var grant = Succeed(await gate.AttestAsync("operator", "Ada Park, a test of the loudspeakers", new string('a', 64), None));

        var consent = await scene.ReadAsync(db => db.Consents.SingleAsync(c => c.Id == grant.ConsentId));
        Assert.Equal("Ada Park, a test of the loudspeakers", consent.Statement);
        Assert.Equal(new string('a', 64), consent.StatementSha256);
        var entry = Assert.Single(await scene.AuditAsync(AuditEvent.CommandLineAttested));
        Assert.Contains("a test of the loudspeakers", entry.FactsJson);
        Assert.Contains("\"operator\":\"operator\"", entry.FactsJson);
        Refused("voice-not-found", await gate.AskAsync(scene.Admin, grant.VoiceId, ConsentPurposes.PersonalUse, None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Without_an_attestation_the_command_line_gets_no_grant(string attestation)
    {
        await using var scene = await OpenAsync();

        Refused("attestation-missing", await scene.Get<ConsentGate>().AttestAsync("operator", attestation, new string('a', 64), None));
        Assert.Empty(await scene.AuditAsync(AuditEvent.CommandLineAttested));
    }
}

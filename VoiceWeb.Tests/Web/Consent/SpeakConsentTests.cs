using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using static VoiceWeb.Tests.Web.Consent.ConsentScene;

namespace VoiceWeb.Tests.Web.Consent;

public sealed class SpeakConsentTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_statement_is_kept_hashed_measured_and_waits_for_a_reviewer()
    {
        await using var scene = await OpenAsync();
        var voice = await scene.AddVoiceAsync(scene.Ada);
        var consentId = await scene.StepUpAsync(scene.Ada, voice);
        var challenge = Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));

        var numbers = Succeed(await SpeakAsync(scene, scene.Ada, consentId, challenge.Id));

        Assert.InRange(numbers.SpeechSeconds, 3, 12);
        Assert.Equal(20, numbers.AnsweredAfterSeconds, 3);
        var consent = await scene.ReadAsync(db => db.Consents.SingleAsync(c => c.Id == consentId));
        Assert.Equal(ConsentState.AwaitingReview, consent.State);
        Assert.All(challenge.Words, word => Assert.Contains(word, consent.Statement));
        Assert.Contains("Ada Park", consent.Statement);
        await using var kept = await scene.Installation.Blobs.OpenAsync(consent.StatementBlobId!.Value, None);
        Assert.Equal((await SpokenWav.BytesAsync()).Length, kept.Length);
        Assert.Equal(VoiceState.AwaitingReview, await StateAsync(scene, voice));
        var entry = Assert.Single(await scene.AuditAsync(AuditEvent.ConsentSpoken));
        Assert.Contains(consent.StatementSha256!, entry.FactsJson);
        Assert.Single(await scene.AuditAsync(AuditEvent.ConsentStarted));
        Assert.Single(await scene.AuditAsync(AuditEvent.ConsentStepUp));
        Assert.Single(await scene.AuditAsync(AuditEvent.ConsentChallengeIssued));
    }

    [Fact]
    public async Task Words_work_once()
    {
        await using var scene = await OpenAsync();
        var consentId = await scene.StepUpAsync(scene.Ada, await scene.AddVoiceAsync(scene.Ada));
        var challenge = Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
        Succeed(await SpeakAsync(scene, scene.Ada, consentId, challenge.Id));

        Refused("consent-challenge-closed", await SpeakAsync(scene, scene.Ada, consentId, challenge.Id));
        Assert.Single(await scene.AuditAsync(AuditEvent.ConsentSpoken));
    }

    [Fact]
    public async Task Words_work_only_in_their_window()
    {
        await using var scene = await OpenAsync();
        var consentId = await scene.StepUpAsync(scene.Ada, await scene.AddVoiceAsync(scene.Ada));
        var challenge = Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
        scene.Clock.Advance(TimeSpan.FromMinutes(3));

        Refused("consent-challenge-closed", await SpeakAsync(scene, scene.Ada, consentId, challenge.Id));
        Assert.Empty(Directory.EnumerateFiles(scene.Installation.Directory.PathOf("blobs"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Newer_words_close_older_ones()
    {
        await using var scene = await OpenAsync();
        var consentId = await scene.StepUpAsync(scene.Ada, await scene.AddVoiceAsync(scene.Ada));
        var first = Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
        Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));

        Refused("consent-challenge-closed", await SpeakAsync(scene, scene.Ada, consentId, first.Id));
    }

    [Fact]
    public async Task Nobody_else_can_answer_the_words()
    {
        await using var scene = await OpenAsync();
        var consentId = await scene.StepUpAsync(scene.Ada, await scene.AddVoiceAsync(scene.Ada));
        var challenge = Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));

        Refused("consent-not-found", await SpeakAsync(scene, scene.Ben, consentId, challenge.Id));
        Refused("consent-not-found", await scene.Get<IssueChallenge>().IssueAsync(scene.Ben, consentId, None));
    }

    [Fact]
    public async Task A_recording_longer_than_the_words_were_shown_is_no_answer_to_them()
    {
        await using var scene = await OpenAsync();
        var consentId = await scene.StepUpAsync(scene.Ada, await scene.AddVoiceAsync(scene.Ada));
        var challenge = Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
        scene.Clock.Advance(TimeSpan.FromSeconds(1));

        Refused("statement-older-than-words", await SpeakAsync(scene, scene.Ada, consentId, challenge.Id, wait: false));
    }

    [Fact]
    public async Task What_is_not_sound_is_refused_and_leaves_the_words_open()
    {
        await using var scene = await OpenAsync();
        var consentId = await scene.StepUpAsync(scene.Ada, await scene.AddVoiceAsync(scene.Ada));
        var challenge = Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
        using var words = new MemoryStream("only words"u8.ToArray());

        Refused("statement-unreadable", await scene.Get<SpeakConsent>().SpeakAsync(scene.Ada, consentId, challenge.Id, words, None));
        Succeed(await SpeakAsync(scene, scene.Ada, consentId, challenge.Id));
    }

    [Fact]
    public async Task Without_a_step_up_there_are_no_words_and_it_runs_out_after_ten_minutes()
    {
        await using var scene = await OpenAsync();
        var voice = await scene.AddVoiceAsync(scene.Ada);
        var consentId = Succeed(await scene.Get<StartConsent>().StartAsync(scene.Ada, scene.IntentFor(voice), None));
        Refused("consent-step-up-missing", await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));

        Succeed(await scene.Get<StepUpConsent>().RecordAsync(scene.Ada, consentId, new string('c', 64), None));
        scene.Clock.Advance(TimeSpan.FromMinutes(10));
        Refused("consent-step-up-missing", await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
    }

    [Fact]
    public async Task A_step_up_counts_for_its_own_voice_alone()
    {
        await using var scene = await OpenAsync();
        await scene.StepUpAsync(scene.Ada, await scene.AddVoiceAsync(scene.Ada));
        var other = await scene.AddVoiceAsync(scene.Ada);
        var consentId = Succeed(await scene.Get<StartConsent>().StartAsync(scene.Ada, scene.IntentFor(other), None));

        Refused("consent-step-up-missing", await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
    }

    [Fact]
    public async Task A_step_up_is_used_up_by_one_statement()
    {
        await using var scene = await OpenAsync();
        var consentId = await scene.StepUpAsync(scene.Ada, await scene.AddVoiceAsync(scene.Ada));
        var challenge = Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
        Succeed(await SpeakAsync(scene, scene.Ada, consentId, challenge.Id));

        var steps = await scene.ReadAsync(db => db.ConsentSteps.ToListAsync());
        Assert.All(steps, step => Assert.NotNull(step.UsedAt));
    }

    [Fact]
    public async Task Words_are_given_three_times_a_day()
    {
        await using var scene = await OpenAsync();
        var voice = await scene.AddVoiceAsync(scene.Ada);
        var consentId = await scene.StepUpAsync(scene.Ada, voice);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));
        }

        Refused("consent-attempts", await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, consentId, None));

        // Starting anew does not start the count anew.
        Refused("consent-attempts", await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, await scene.StepUpAsync(scene.Ada, voice), None));
        scene.Clock.Advance(TimeSpan.FromHours(24));
        Succeed(await scene.Get<IssueChallenge>().IssueAsync(scene.Ada, await scene.StepUpAsync(scene.Ada, voice), None));
    }

    [Fact]
    public async Task Only_the_maker_of_a_voice_can_consent_to_it()
    {
        await using var scene = await OpenAsync();
        var voice = await scene.AddVoiceAsync(scene.Ada);

        Refused("consent-only-own-voice", await scene.Get<StartConsent>().StartAsync(scene.Admin, scene.IntentFor(voice), None));
        Refused("role-may-not-speak", await scene.Get<StartConsent>().StartAsync(scene.Student, scene.IntentFor(voice), None));
    }

    [Fact]
    public async Task A_notice_that_was_not_the_one_shown_is_refused()
    {
        await using var scene = await OpenAsync();
        var voice = await scene.AddVoiceAsync(scene.Ada);
        var start = scene.Get<StartConsent>();

        Refused("consent-notice-changed", await start.StartAsync(scene.Ada, scene.IntentFor(voice) with { NoticeSha256 = new string('0', 64) }, None));
        Refused("consent-no-purpose", await start.StartAsync(scene.Ada, scene.IntentFor(voice) with { Purposes = ConsentPurposes.None }, None));
        Refused("consent-end-out-of-range", await start.StartAsync(scene.Ada, scene.IntentFor(voice) with { EndsOn = new DateOnly(2026, 11, 23) }, None));
        Assert.Empty(await scene.AuditAsync(AuditEvent.ConsentStarted));
    }

    private static async Task<Result<StatementNumbers>> SpeakAsync(
        ConsentScene scene, CurrentUser user, Guid consentId, Guid challengeId, bool wait = true)
    {
        if (wait)
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        using var recording = new MemoryStream(await SpokenWav.BytesAsync());
        return await scene.Get<SpeakConsent>().SpeakAsync(user, consentId, challengeId, recording, None);
    }

    private static Task<VoiceState> StateAsync(ConsentScene scene, Voice voice) =>
        scene.ReadAsync(db => db.Voices.Where(v => v.Id == voice.Id).Select(v => v.State).SingleAsync());
}

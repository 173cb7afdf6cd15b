using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Security;
using static VoiceWeb.Tests.Web.Consent.ConsentScene;

namespace VoiceWeb.Tests.Web.Consent;

public sealed class ReviewConsentTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ReviewDecision Yes = new(true, "All four words are said."), No = new(false, "Only three words are said.");

    [Fact]
    public async Task An_administrator_who_listened_approves_and_the_voice_becomes_active()
    {
        await using var scene = await OpenAsync();
        var (voice, consent) = await AwaitingAsync(scene, scene.Ada);
        var review = scene.Get<ReviewConsent>();

        Refused("review-not-heard", await review.DecideAsync(scene.Admin, consent, Yes, None));
        await ListenAsync(scene, scene.Admin, consent);
        Assert.Equal(VoiceState.Active, Succeed(await review.DecideAsync(scene.Admin, consent, Yes, None)));

        Refused("review-closed", await review.DecideAsync(scene.Admin, consent, No, None));
        Assert.Single(await scene.AuditAsync(AuditEvent.ConsentApproved));
        Assert.Single(await scene.AuditAsync(AuditEvent.ConsentEvidencePlayed));
        Succeed(await scene.Get<ConsentGate>().AskAsync(scene.Ben, voice.Id, ConsentPurposes.Teaching, None));
    }

    [Fact]
    public async Task Turning_down_needs_a_reason_and_makes_the_voice_a_draft_again()
    {
        await using var scene = await OpenAsync();
        var (voice, consent) = await AwaitingAsync(scene, scene.Ada);

        Refused("review-needs-reason", await scene.Get<ReviewConsent>().DecideAsync(scene.Admin, consent, No with { Reason = " " }, None));
        Assert.Equal(VoiceState.Draft, Succeed(await scene.Get<ReviewConsent>().DecideAsync(scene.Admin, consent, No, None)));

        Refused("voice-not-active-draft", await scene.Get<ConsentGate>().AskAsync(scene.Ada, voice.Id, ConsentPurposes.Teaching, None));
        Assert.Single(await scene.AuditAsync(AuditEvent.ConsentRejected));
    }

    [Fact]
    public async Task Teachers_and_administrators_elsewhere_do_not_find_it()
    {
        await using var scene = await OpenAsync();
        var (_, consent) = await AwaitingAsync(scene, scene.Ada);
        var elsewhere = await scene.AddMemberAsync(await scene.AddSchoolAsync("Other"), "Eve", TenantRole.Admin);

        Refused("review-not-found", await scene.Get<ReviewConsent>().DecideAsync(scene.Ben, consent, Yes, None));
        Refused("review-not-found", await scene.Get<ReviewConsent>().DecideAsync(elsewhere, consent, Yes, None));
        Refused("review-not-found", await scene.Get<ReviewDesk>().OpenStatementAsync(elsewhere, consent, None));
        Assert.Empty(await scene.Get<ReviewDesk>().ListAsync(elsewhere, None));
        Assert.Empty(await scene.AuditAsync(AuditEvent.ConsentEvidencePlayed));
    }

    [Fact]
    public async Task An_administrators_own_consent_goes_to_the_owner_when_there_is_no_other_administrator()
    {
        await using var scene = await OpenAsync();
        var owner = await scene.AddMemberAsync(await scene.AddSchoolAsync("First"), "Olga", TenantRole.Admin, owner: true);
        var (_, consent) = await AwaitingAsync(scene, scene.Admin);

        Refused("review-own-voice", await scene.Get<ReviewConsent>().DecideAsync(scene.Admin, consent, Yes, None));
        await ListenAsync(scene, owner, consent);
        Succeed(await scene.Get<ReviewConsent>().DecideAsync(owner, consent, Yes, None));
    }

    [Fact]
    public async Task The_owner_leaves_it_to_the_school_where_it_has_another_administrator()
    {
        await using var scene = await OpenAsync();
        var owner = await scene.AddMemberAsync(await scene.AddSchoolAsync("First"), "Olga", TenantRole.Admin, owner: true);
        var (_, consent) = await AwaitingAsync(scene, scene.Ada);

        Refused("review-not-found", await scene.Get<ReviewConsent>().DecideAsync(owner, consent, Yes, None));
    }

    [Fact]
    public async Task An_owner_alone_approves_their_own_voice_only_with_an_acknowledgement_and_that_is_on_record()
    {
        await using var scene = await OpenAsync();
        var owner = await OnlyOwnerAsync(scene);
        var (_, consent) = await AwaitingAsync(scene, owner);
        await ListenAsync(scene, owner, consent);
        var review = scene.Get<ReviewConsent>();

        Refused("review-needs-acknowledgement", await review.DecideAsync(owner, consent, Yes, None));
        Succeed(await review.DecideAsync(owner, consent, Yes with { Acknowledged = true }, None));

        Assert.Single(await scene.AuditAsync(AuditEvent.ConsentSelfApproved));
        Assert.Empty(await scene.AuditAsync(AuditEvent.ConsentApproved));
        Assert.True(await scene.ReadAsync(db => db.Consents.Where(c => c.Id == consent).Select(c => c.SelfApproved).SingleAsync()));
    }

    [Fact]
    public async Task An_owner_who_is_no_longer_alone_cannot_approve_their_own_voice()
    {
        await using var scene = await OpenAsync();
        var owner = await OnlyOwnerAsync(scene);
        var (_, consent) = await AwaitingAsync(scene, owner);
        await scene.AddMemberAsync(owner.TenantId, "Newcomer", TenantRole.Teacher);

        Refused("review-own-voice", await scene.Get<ReviewConsent>().DecideAsync(owner, consent, Yes with { Acknowledged = true }, None));
    }

    private static async Task<CurrentUser> OnlyOwnerAsync(ConsentScene scene)
    {
        await scene.ChangeAsync(async db => db.Users.RemoveRange(await db.Users.ToListAsync()));
        return await scene.AddMemberAsync(await scene.AddSchoolAsync("First"), "Olga", TenantRole.Admin, owner: true);
    }

    private static async Task<(Voice Voice, Guid Consent)> AwaitingAsync(ConsentScene scene, CurrentUser speaker)
    {
        var (voice, consent) = await scene.AddActiveVoiceAsync(speaker);
        await scene.ChangeAsync(async db =>
        {
            (await db.Voices.SingleAsync(v => v.Id == voice.Id)).State = VoiceState.AwaitingReview;
            (await db.Consents.SingleAsync(c => c.Id == consent.Id)).State = ConsentState.AwaitingReview;
        });
        return (voice, consent.Id);
    }

    private static async Task ListenAsync(ConsentScene scene, CurrentUser reviewer, Guid consent)
    {
        await using var statement = Succeed(await scene.Get<ReviewDesk>().OpenStatementAsync(reviewer, consent, None));
        Assert.True(statement.Length > 0);
    }
}

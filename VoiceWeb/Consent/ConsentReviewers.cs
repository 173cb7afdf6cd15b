using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>
/// Who may review a consent: another administrator of the school; where the speaker is its only administrator, the owner of the
/// installation; and where the owner is alone in the whole installation, the owner for their own voice.
/// </summary>
internal static class ConsentReviewers
{
    /// <summary>In which capacity this person may review this consent.</summary>
    /// <param name="db">A context that sees the whole installation.</param>
    public static async Task<ReviewerStanding> StandingAsync(
        VoiceWebDb db, CurrentUser user, ConsentRecord consent, CancellationToken cancellationToken)
    {
        if (consent.SubjectId == user.Id)
        {
            var alone = user.IsOwner && await db.Users.CountAsync(cancellationToken) == 1;
            return alone ? ReviewerStanding.OwnerAlone : ReviewerStanding.OwnVoice;
        }

        if (user.MayAdminister && user.TenantId == consent.TenantId)
        {
            return ReviewerStanding.Administrator;
        }

        return user.IsOwner && !await HasOtherAdministratorAsync(db, consent, cancellationToken)
            ? ReviewerStanding.Owner
            : ReviewerStanding.None;
    }

    private static Task<bool> HasOtherAdministratorAsync(VoiceWebDb db, ConsentRecord consent, CancellationToken cancellationToken) =>
        db.Memberships.AnyAsync(
            m => m.TenantId == consent.TenantId && m.Role == TenantRole.Admin && m.UserId != consent.SubjectId, cancellationToken);
}

/// <summary>In which capacity somebody looks at a consent.</summary>
public enum ReviewerStanding
{
    /// <summary>Not theirs to see.</summary>
    None = 0,

    /// <summary>It is their own voice: they may look, another must decide.</summary>
    OwnVoice = 1,

    /// <summary>Another administrator of the school.</summary>
    Administrator = 2,

    /// <summary>The owner of the installation, since the school has no other administrator.</summary>
    Owner = 3,

    /// <summary>The owner, alone in the installation, for their own voice: an acknowledgement is needed.</summary>
    OwnerAlone = 4,
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Tenants;

/// <summary>Links that let one person join a school in one role: shown once, valid for some days, used once.</summary>
public sealed class Invitations(
    IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, TimeProvider clock, IOptions<TenantOptions> options)
{
    /// <summary>A new invitation to the administrator's own school; gives the token for the link, which is not kept.</summary>
    public async Task<Result<string>> InviteAsync(CurrentUser admin, string email, TenantRole role, CancellationToken cancellationToken)
    {
        if (!admin.MayAdminister)
        {
            return TenantRefusals.NotAnAdministrator();
        }

        await using var db = await dbFactory.OpenForTenantAsync(admin.TenantId, cancellationToken);
        var invited = Add(db, admin, admin.TenantId, email, role);
        if (invited.Succeeded)
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        return invited;
    }

    /// <summary>The open invitations of the administrator's school, newest first.</summary>
    public async Task<IReadOnlyList<Invitation>> ListOpenAsync(CurrentUser admin, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(admin.TenantId, cancellationToken);
        var now = clock.GetUtcNow();
        return await db.Invitations.AsNoTracking()
            .Where(invitation => invitation.UsedAt == null && invitation.RevokedAt == null && invitation.ExpiresAt > now)
            .OrderByDescending(invitation => invitation.CreatedAt)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Takes an unused invitation back.</summary>
    public async Task<Refusal?> RevokeAsync(CurrentUser admin, Guid id, CancellationToken cancellationToken)
    {
        if (!admin.MayAdminister)
        {
            return TenantRefusals.NotAnAdministrator();
        }

        await using var db = await dbFactory.OpenForTenantAsync(admin.TenantId, cancellationToken);
        var invitation = await db.Invitations.SingleOrDefaultAsync(
            i => i.Id == id && i.UsedAt == null && i.RevokedAt == null, cancellationToken);
        if (invitation is null)
        {
            return new Missing("invitation-not-found", "This invitation was used or taken back already.");
        }

        invitation.RevokedAt = clock.GetUtcNow();
        audit.Append(db, admin, AuditEvent.InvitationRevoked, $"invitation:{id}");
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>What a link offers, while it can still be used; null otherwise.</summary>
    public async Task<OpenInvitation?> FindOpenAsync(string? token, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        if (await FindAsync(db, token, cancellationToken) is not { } invitation)
        {
            return null;
        }

        var school = await db.Tenants.AsNoTracking().SingleAsync(tenant => tenant.Id == invitation.TenantId, cancellationToken);
        return new OpenInvitation(invitation.TenantId, school.Name, invitation.Email, invitation.Role);
    }

    /// <summary>Lets a signed-in account take the place that a link offers. A member of the school already stays as it is.</summary>
    public async Task<Result<Membership>> AcceptAsync(string userId, string token, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        if (await FindAsync(db, token, cancellationToken) is not { } invitation)
        {
            return TenantRefusals.InvitationOver();
        }

        if (await db.Memberships.AnyAsync(m => m.TenantId == invitation.TenantId && m.UserId == userId, cancellationToken))
        {
            return new Conflict("already-member", "You are a member of this school already.");
        }

        var place = await SpendAsync(db, token, userId, cancellationToken);
        var account = await db.Users.SingleAsync(user => user.Id == userId, cancellationToken);
        account.CurrentTenantId = invitation.TenantId;
        await db.SaveChangesAsync(cancellationToken);
        return place!;
    }

    /// <summary>Marks the invitation as used and adds the place; the caller saves. Null when the link is over.</summary>
    internal async Task<Membership?> SpendAsync(VoiceWebDb db, string? token, string userId, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, token, cancellationToken) is not { } invitation)
        {
            return null;
        }

        invitation.UsedAt = clock.GetUtcNow();
        var place = new Membership
        {
            Id = Guid.NewGuid(),
            TenantId = invitation.TenantId,
            UserId = userId,
            Role = invitation.Role,
            JoinedAt = clock.GetUtcNow(),
        };
        db.Memberships.Add(place);
        audit.Append(
            db, invitation.TenantId, userId, AuditEvent.MemberJoined, $"account:{userId}",
            new { invitation = invitation.Id, role = invitation.Role.ToString() });
        return place;
    }

    /// <summary>Adds an invitation to a school and its record; the caller has checked who asks, and saves.</summary>
    internal Result<string> Add(VoiceWebDb db, CurrentUser by, Guid tenantId, string email, TenantRole role)
    {
        if (!System.Net.Mail.MailAddress.TryCreate(email.Trim(), out var parsed) || parsed.Address != email.Trim())
        {
            return new Invalid("identity-InvalidEmail", "This is not an e-mail address.");
        }

        var token = OneTimeToken.New();
        var invitation = new Invitation
        {
            Id = Guid.NewGuid(),
            TenantId = tenantId,
            Email = email.Trim(),
            Role = role,
            TokenHash = OneTimeToken.HashOf(token),
            InvitedById = by.Id,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = clock.GetUtcNow().AddDays(options.Value.InvitationDays),
        };
        db.Invitations.Add(invitation);
        audit.Append(db, tenantId, by.Id, AuditEvent.MemberInvited, $"invitation:{invitation.Id}", new { role = role.ToString() });
        return token;
    }

    private async Task<Invitation?> FindAsync(VoiceWebDb db, string? token, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        var (hash, now) = (OneTimeToken.HashOf(token), clock.GetUtcNow());
        return await db.Invitations.SingleOrDefaultAsync(
            i => i.TokenHash == hash && i.UsedAt == null && i.RevokedAt == null && i.ExpiresAt > now, cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Tenants;

/// <summary>The people of a school and their roles. A school never loses its last administrator.</summary>
public sealed class Members(IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Everybody in the administrator's school, by name.</summary>
    public async Task<IReadOnlyList<Member>> ListAsync(CurrentUser admin, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(admin.TenantId, cancellationToken);
        return await db.Memberships.AsNoTracking()
            .Join(db.Users, place => place.UserId, user => user.Id, (place, user) => new { place, user })
            .OrderBy(pair => pair.user.DisplayName)
            .Select(pair => new Member(pair.user.Id, pair.user.DisplayName, pair.user.Email ?? "", pair.place.Role, pair.place.JoinedAt))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Gives a member another role.</summary>
    public async Task<Refusal?> ChangeRoleAsync(CurrentUser admin, string userId, TenantRole role, CancellationToken cancellationToken)
    {
        if (!admin.MayAdminister)
        {
            return TenantRefusals.NotAnAdministrator();
        }

        await using var db = await dbFactory.OpenForTenantAsync(admin.TenantId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var place = await db.Memberships.SingleOrDefaultAsync(membership => membership.UserId == userId, cancellationToken);
        if (place is null)
        {
            return TenantRefusals.NoSuchMember();
        }

        if (place.Role == role)
        {
            return null;
        }

        if (place.Role == TenantRole.Admin && await IsLastAdministratorAsync(db, cancellationToken))
        {
            return TenantRefusals.LastAdministrator();
        }

        audit.Append(db, admin, AuditEvent.MemberRoleChanged, $"account:{userId}", new { from = place.Role.ToString(), to = role.ToString() });
        place.Role = role;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Ends a member's place in the school. Their open sessions lose it within seconds; what they made stays with the school.</summary>
    public async Task<Refusal?> RemoveAsync(CurrentUser admin, string userId, CancellationToken cancellationToken)
    {
        if (!admin.MayAdminister)
        {
            return TenantRefusals.NotAnAdministrator();
        }

        await using var db = await dbFactory.OpenForTenantAsync(admin.TenantId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var place = await db.Memberships.SingleOrDefaultAsync(membership => membership.UserId == userId, cancellationToken);
        if (place is null)
        {
            return TenantRefusals.NoSuchMember();
        }

        if (place.Role == TenantRole.Admin && await IsLastAdministratorAsync(db, cancellationToken))
        {
            return TenantRefusals.LastAdministrator();
        }

        db.Memberships.Remove(place);
        // A new stamp ends every session of the account, so that none keeps the old place until its cookie is renewed.
        var account = await db.Users.SingleAsync(user => user.Id == userId, cancellationToken);
        account.SecurityStamp = OneTimeToken.New();
        audit.Append(db, admin, AuditEvent.MemberRemoved, $"account:{userId}", new { role = place.Role.ToString() });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Lets a member speak no longer in this school, until they are restored. They can still listen and take their data.</summary>
    public Task<Refusal?> SuspendAsync(CurrentUser admin, string userId, CancellationToken cancellationToken) =>
        SetSuspendedAsync(admin, userId, true, cancellationToken);

    /// <summary>Lets a suspended member speak again.</summary>
    public Task<Refusal?> RestoreAsync(CurrentUser admin, string userId, CancellationToken cancellationToken) =>
        SetSuspendedAsync(admin, userId, false, cancellationToken);

    private async Task<Refusal?> SetSuspendedAsync(CurrentUser admin, string userId, bool suspend, CancellationToken cancellationToken)
    {
        if (!admin.MayAdminister)
        {
            return TenantRefusals.NotAnAdministrator();
        }

        await using var db = await dbFactory.OpenForTenantAsync(admin.TenantId, cancellationToken);
        var place = await db.Memberships.SingleOrDefaultAsync(membership => membership.UserId == userId, cancellationToken);
        if (place is null)
        {
            return TenantRefusals.NoSuchMember();
        }

        if (suspend == place.SuspendedAt is not null)
        {
            return null;
        }

        place.SuspendedAt = suspend ? clock.GetUtcNow() : null;
        audit.Append(db, admin, suspend ? AuditEvent.MemberSuspended : AuditEvent.MemberRestored, $"account:{userId}");
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    // Asked inside the write transaction, so that two administrators cannot remove each other at the same moment.
    private static async Task<bool> IsLastAdministratorAsync(VoiceWebDb db, CancellationToken cancellationToken) =>
        await db.Memberships.CountAsync(membership => membership.Role == TenantRole.Admin, cancellationToken) <= 1;
}

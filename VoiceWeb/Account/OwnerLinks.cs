using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Account;

/// <summary>The one-time link that creates the owner. Only the hash of its token is kept; each start replaces an unused link.</summary>
public sealed class OwnerLinks(
    IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, TimeProvider clock, IOptions<AccountOptions> options)
{
    /// <summary>A new token, or null when the installation has its owner.</summary>
    public async Task<string?> IssueAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        if (await db.Users.AnyAsync(user => user.IsOwner, cancellationToken))
        {
            return null;
        }

        var token = OneTimeToken.New();
        var link = new OwnerLink
        {
            Id = Guid.NewGuid(),
            TokenHash = OneTimeToken.HashOf(token),
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = clock.GetUtcNow().AddHours(options.Value.OwnerLinkHours),
        };
        db.OwnerLinks.RemoveRange(db.OwnerLinks.Where(old => old.UsedAt == null));
        db.OwnerLinks.Add(link);
        audit.Append(db, Guid.Empty, AuditTrail.System, AuditEvent.OwnerLinkIssued, $"owner-link:{link.Id}");
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>Whether the link would still create an owner.</summary>
    public async Task<bool> IsValidAsync(string? token, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        return await FindAsync(db, token, cancellationToken) is not null;
    }

    /// <summary>The unused, unexpired link of a token while there is no owner; null otherwise.</summary>
    internal async Task<OwnerLink?> FindAsync(VoiceWebDb db, string? token, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token) || await db.Users.AnyAsync(user => user.IsOwner, cancellationToken))
        {
            return null;
        }

        var (hash, now) = (OneTimeToken.HashOf(token), clock.GetUtcNow());
        return await db.OwnerLinks.SingleOrDefaultAsync(
            link => link.TokenHash == hash && link.UsedAt == null && link.ExpiresAt > now, cancellationToken);
    }
}

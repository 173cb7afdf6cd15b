using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Labels;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Audit;

/// <summary>What proves that an entry stood in the trail when a root was made.</summary>
/// <param name="Sequence">The entry.</param>
/// <param name="Hash">Its hash, the leaf.</param>
/// <param name="RootNumber">The root that it stands under.</param>
/// <param name="Root">That root, in hexadecimal.</param>
/// <param name="Index">0-based position of the leaf.</param>
/// <param name="Count">How many leaves the tree has.</param>
/// <param name="Path">The roots beside the way up, lowest first, in hexadecimal (RFC 6962).</param>
public sealed record AuditProof(long Sequence, string Hash, long RootNumber, string Root, int Index, int Count, IReadOnlyList<string> Path);

/// <summary>
/// Puts the trail under Merkle roots, one for all entries since the last, and proves single entries against them. A root that is noted
/// elsewhere (printed, mailed, stamped by another service) binds everything under it, also against whoever owns this machine.
/// </summary>
public sealed class AuditRoots(IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, LabelSeal seal, TimeProvider clock)
{
    /// <summary>Makes a root over the entries that stand under none yet.</summary>
    /// <returns>The root; null when there is nothing new but the note of the root before.</returns>
    public async Task<AuditRoot?> MakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var last = await db.AuditRoots.AsNoTracking().OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancellationToken);
        var first = (last?.LastSequence ?? 0) + 1;
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.Sequence >= first).OrderBy(e => e.Sequence)
            .Select(e => new { e.Hash, e.Event, e.Sequence }).ToListAsync(cancellationToken);
        if (entries.All(entry => entry.Event is nameof(AuditEvent.RootMade) or nameof(AuditEvent.ChainVerified)))
        {
            return null;
        }

        var root = new AuditRoot
        {
            Number = (last?.Number ?? 0) + 1,
            FirstSequence = first,
            LastSequence = entries[^1].Sequence,
            Root = Convert.ToHexStringLower(MerkleTree.Root([.. entries.Select(entry => Convert.FromHexString(entry.Hash))])),
            MadeAt = clock.GetUtcNow(),
        };
        root.Signature = seal.SignText(Line(root));
        db.AuditRoots.Add(root);
        audit.Append(db, Guid.Empty, AuditTrail.System, AuditEvent.RootMade, $"root:{root.Number}", new { root.FirstSequence, root.LastSequence, root.Root });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return root;
    }

    /// <summary>The newest roots.</summary>
    /// <exception cref="UnauthorizedAccessException">The member may not read the records.</exception>
    public async Task<IReadOnlyList<AuditRoot>> ListAsync(CurrentUser user, int take, CancellationToken cancellationToken)
    {
        Ensure(user);
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        return await db.AuditRoots.AsNoTracking().OrderByDescending(r => r.Number).Take(take).ToListAsync(cancellationToken);
    }

    /// <summary>All roots as text to be kept elsewhere: one line each, its signature behind it, and the public key. Holds nothing about anybody.</summary>
    /// <exception cref="UnauthorizedAccessException">The member may not read the records.</exception>
    public async Task<string> ExportAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken))
        {
            audit.Append(db, user, AuditEvent.RootsExported, "audit:roots");
            await db.SaveChangesAsync(cancellationToken);
        }

        var lines = (await ListAsync(user, int.MaxValue, cancellationToken)).Reverse().Select(root => $"{Line(root)} {root.Signature}\n");
        return $"# number first-entry last-entry root made-at(UTC) signature(ECDSA P-256 SHA-256, DER, of the five before it)\n{string.Concat(lines)}{seal.PublicKeyPem}\n";
    }

    /// <summary>Proves an entry of the member's school.</summary>
    /// <exception cref="UnauthorizedAccessException">The member may not read the records.</exception>
    public async Task<Result<AuditProof>> ProveAsync(CurrentUser user, long sequence, CancellationToken cancellationToken)
    {
        Ensure(user);
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        if (!await db.AuditEntries.AnyAsync(e => e.Sequence == sequence && e.TenantId == user.TenantId, cancellationToken))
        {
            return new Missing("entry-not-found", "There is no such entry, or it is not your school's.");
        }

        var root = await db.AuditRoots.AsNoTracking()
            .SingleOrDefaultAsync(r => r.FirstSequence <= sequence && r.LastSequence >= sequence, cancellationToken);
        if (root is null)
        {
            return new Conflict("entry-without-root", "This entry stands under no root yet. One is made every day.");
        }

        var leaves = await LeavesAsync(db, root, cancellationToken);
        var index = (int)(sequence - root.FirstSequence);
        return new AuditProof(
            sequence, Convert.ToHexStringLower(leaves[index]), root.Number, root.Root, index, leaves.Length,
            [.. MerkleTree.Path(leaves, index).Select(Convert.ToHexStringLower)]);
    }

    /// <summary>The first root whose entries are no longer those that it was made over; null when all are.</summary>
    internal static async Task<AuditRoot?> FindBrokenAsync(VoiceWebDb db, CancellationToken cancellationToken)
    {
        long expected = 1;
        foreach (var root in await db.AuditRoots.AsNoTracking().OrderBy(r => r.Number).ToListAsync(cancellationToken))
        {
            var leaves = await LeavesAsync(db, root, cancellationToken);
            if (root.FirstSequence != expected || leaves.Length != root.LastSequence - root.FirstSequence + 1
                || Convert.ToHexStringLower(MerkleTree.Root(leaves)) != root.Root)
            {
                return root;
            }

            expected = root.LastSequence + 1;
        }

        return null;
    }

    private static async Task<byte[][]> LeavesAsync(VoiceWebDb db, AuditRoot root, CancellationToken cancellationToken) =>
        [.. (await db.AuditEntries.AsNoTracking().Where(e => e.Sequence >= root.FirstSequence && e.Sequence <= root.LastSequence)
            .OrderBy(e => e.Sequence).Select(e => e.Hash).ToListAsync(cancellationToken)).Select(Convert.FromHexString)];

    private static string Line(AuditRoot root) => string.Create(
        CultureInfo.InvariantCulture, $"{root.Number} {root.FirstSequence} {root.LastSequence} {root.Root} {root.MadeAt.UtcDateTime:O}");

    private static void Ensure(CurrentUser user)
    {
        if (!user.MayAudit)
        {
            throw new UnauthorizedAccessException("Only auditors and administrators of a school read its records.");
        }
    }
}

using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Consent;

/// <summary>
/// What this feature keeps about a person: their consents and the recordings of their statements. A deleted account's consents stay
/// on record without the words that name the person; the recordings are erased.
/// </summary>
internal sealed class ConsentPersonalData(IDbContextFactory<VoiceWebDb> dbFactory, ClipStore store, BlobErasure erasures) : IPersonalData
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public async Task ExportAsync(string userId, ZipArchive archive, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var consents = await db.Consents.AsNoTracking().Where(c => c.SubjectId == userId).ToListAsync(cancellationToken);
        await using (var list = await archive.CreateEntry("consents.json").OpenAsync(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(list, consents, Indented, cancellationToken);
        }

        foreach (var consent in consents.Where(c => c.StatementBlobId is not null))
        {
            await using var recording = await store.OpenAsync(consent.StatementBlobId!.Value, cancellationToken);
            await using var entry = await archive.CreateEntry($"consents/{consent.Id}.wav").OpenAsync(cancellationToken);
            await recording.CopyToAsync(entry, cancellationToken);
        }
    }

    public async Task ForgetAsync(string userId, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            foreach (var consent in await db.Consents.Where(c => c.SubjectId == userId).ToListAsync(cancellationToken))
            {
                if (consent.StatementBlobId is { } blob)
                {
                    erasures.Order(db, consent.TenantId, blob);
                }

                consent.StatementBlobId = null;
                consent.Statement = null; // it names the speaker
                consent.ReviewReason = null;
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        await erasures.EraseDueAsync(cancellationToken);
    }
}

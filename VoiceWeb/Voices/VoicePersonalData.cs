using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Voices;

/// <summary>What this feature keeps about a person: their voices. A deleted account's voices are withdrawn; drafts are removed.</summary>
internal sealed class VoicePersonalData(
    IDbContextFactory<VoiceWebDb> dbFactory, WithdrawConsent withdraw, BlobErasure erasures) : IPersonalData
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public async Task ExportAsync(string userId, ZipArchive archive, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var voices = await db.Voices.AsNoTracking().Include(v => v.Clips).Where(v => v.OwnerId == userId).ToListAsync(cancellationToken);
        await using var list = await archive.CreateEntry("voices.json").OpenAsync(cancellationToken);
        await JsonSerializer.SerializeAsync(list, voices, Indented, cancellationToken);
    }

    public async Task ForgetAsync(string userId, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (var voice in await db.Voices.Include(v => v.Clips).Where(v => v.OwnerId == userId).ToListAsync(cancellationToken))
            {
                if (voice.State == VoiceState.Draft)
                {
                    db.Voices.Remove(voice);
                    continue;
                }

                if (voice.State != VoiceState.Withdrawn)
                {
                    await withdraw.EraseAsync(db, voice.TenantId, userId, voice, unpublish: true, cancellationToken);
                }

                voice.Name = "…"; // a name that its maker gave may name them
                voice.Description = "";
            }

            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await erasures.EraseDueAsync(cancellationToken);
    }
}

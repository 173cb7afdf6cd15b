using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Clips;

/// <summary>What this feature keeps about a person: their recordings, as they came.</summary>
internal sealed class ClipPersonalData(
    IDbContextFactory<VoiceWebDb> dbFactory, ClipStore store, ClipLibrary library, BlobErasure erasures) : IPersonalData
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public async Task ExportAsync(string userId, ZipArchive archive, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var clips = await db.Clips.AsNoTracking().Where(c => c.OwnerId == userId).ToListAsync(cancellationToken);
        await using (var list = await archive.CreateEntry("recordings.json").OpenAsync(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(list, clips, Indented, cancellationToken);
        }

        foreach (var clip in clips)
        {
            await using var recording = await store.OpenAsync(clip.OriginalBlobId, cancellationToken);
            await using var entry = await archive.CreateEntry($"recordings/{clip.Id}.{clip.Format}").OpenAsync(cancellationToken);
            await recording.CopyToAsync(entry, cancellationToken);
        }
    }

    public async Task ForgetAsync(string userId, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            await library.ForgetAsync(db, userId, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        await erasures.EraseDueAsync(cancellationToken);
    }
}

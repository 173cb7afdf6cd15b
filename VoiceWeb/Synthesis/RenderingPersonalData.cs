using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>What this feature keeps about a person: the texts that they had spoken, the recordings of them, and their sketches.</summary>
internal sealed class RenderingPersonalData(
    IDbContextFactory<VoiceWebDb> dbFactory, AudioStore store, SketchMemory memory, RenderingLibrary library, BlobErasure erasure, AuditTrail audit) : IPersonalData
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public async Task ExportAsync(string userId, ZipArchive archive, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var theirs = await db.Renderings.AsNoTracking().Where(r => r.OwnerId == userId).ToListAsync(cancellationToken);
        await using (var list = await archive.CreateEntry("spoken.json").OpenAsync(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(list, theirs.Select(r => RenderingDetails.From(r, "", null)), Indented, cancellationToken);
        }

        foreach (var rendering in theirs)
        {
            if (await memory.FindAsync(db, rendering.MarkId, cancellationToken) is { } sketch)
            {
                await using var entry = archive.CreateEntry($"spoken/{rendering.Id}.sketch").Open();
                await entry.WriteAsync(sketch.ToBytes(), cancellationToken);
            }
        }

        foreach (var rendering in theirs.Where(r => r.AudioBlobId is not null))
        {
            await using var recording = await store.OpenAsync(rendering.AudioBlobId!.Value, cancellationToken);
            await using var entry = await archive.CreateEntry($"spoken/{rendering.Id}.wav").OpenAsync(cancellationToken);
            await recording.CopyToAsync(entry, cancellationToken);
        }
    }

    public async Task ForgetAsync(string userId, CancellationToken cancellationToken)
    {
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            foreach (var (tenantId, count) in await library.ForgetAsync(db, userId, cancellationToken))
            {
                audit.Append(db, tenantId, AuditTrail.System, AuditEvent.RenderingDeleted, $"account:{userId}", new { renderings = count });
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        await erasure.EraseDueAsync(cancellationToken);
    }
}

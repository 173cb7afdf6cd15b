using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>Seals what versions before it had left open in the database: the sketches. Once, at the first start.</summary>
public static class SketchSealing
{
    private const int Batch = 500;
    private const int Sealed = 1; // SQLite's user_version of a database without an open sketch

    /// <summary>Seals every open sketch and has the database forget where they stood.</summary>
    public static async Task SealSketchesAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<VoiceWebDb>>().OpenForInstallationAsync(cancellationToken);
        if ((await db.Database.SqlQueryRaw<int>("PRAGMA user_version").ToListAsync(cancellationToken)).Single() >= Sealed)
        {
            return;
        }

        var seal = services.GetRequiredService<SketchSeal>();
        var ids = await db.Sketches.AsNoTracking().Select(s => s.MarkId).ToListAsync(cancellationToken);
        var open = 0;
        foreach (var batch in ids.Chunk(Batch))
        {
            foreach (var sketch in await db.Sketches.Where(s => batch.Contains(s.MarkId)).ToListAsync(cancellationToken))
            {
                if (!SketchSeal.IsSealed(sketch.Content))
                {
                    sketch.Content = seal.Seal(sketch.MarkId, sketch.Content);
                    open++;
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        if (open > 0)
        {
            // What stood there lies in freed pages and in the log of writes until both are made anew.
            await db.Database.ExecuteSqlRawAsync("VACUUM;", cancellationToken);
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", cancellationToken);
        }

        await db.Database.ExecuteSqlRawAsync($"PRAGMA user_version = {Sealed};", cancellationToken);
    }
}

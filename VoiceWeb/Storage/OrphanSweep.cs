using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using VoiceWeb.Data;

namespace VoiceWeb.Storage;

/// <summary>
/// At the start, erases blobs that no row names: what a process left behind that died between sealing a file and saving its row.
/// </summary>
/// <remarks>
/// Which columns name blobs is read from the model: every property whose name ends in <c>BlobId</c>. Files younger than a day stay,
/// since another process may be about to save their row.
/// </remarks>
public sealed partial class OrphanSweep(
    SealedBlobs blobs, IDbContextFactory<VoiceWebDb> dbFactory, TimeProvider clock, ILogger<OrphanSweep> log) : BackgroundService
{
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>Erases the orphans and tells how many there were.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Grace;
        var candidates = blobs.List(before).Where(blob => blob.WrittenAt < before).Select(blob => blob.Id).ToHashSet();
        await using (var db = await dbFactory.OpenForInstallationAsync(cancellationToken))
        {
            foreach (var column in BlobColumns(db.Model))
            {
                candidates.ExceptWith(await NamedAsync(db, column, cancellationToken));
            }
        }

        foreach (var orphan in candidates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await blobs.DeleteAsync(orphan);
        }

        return candidates.Count;
    }

    /// <summary>Every column that names blobs, as table and column.</summary>
    internal static IReadOnlyList<(string Table, string Column)> BlobColumns(IModel model) =>
    [
        .. from entity in model.GetEntityTypes()
           let table = entity.GetTableName()
           where table is not null
           from property in entity.GetProperties()
           where property.Name.EndsWith("BlobId", StringComparison.Ordinal)
           select (table, property.GetColumnName()),
    ];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var erased = await SweepAsync(stoppingToken);
            if (erased > 0)
            {
                LogErased(erased);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Orphans cost room and nothing else: the next start tries again.
            LogFailed(failure);
        }
    }

    private static async Task<IReadOnlyList<Guid>> NamedAsync(
        VoiceWebDb db, (string Table, string Column) column, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // both names come from the model, not from a caller
        command.CommandText = $"SELECT \"{column.Column}\" FROM \"{column.Table}\" WHERE \"{column.Column}\" IS NOT NULL";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var named = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            named.Add(reader.GetGuid(0));
        }

        return named;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Erased {Count} sealed files that no record named.")]
    private partial void LogErased(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sealed files without a record could not be erased; the next start tries again.")]
    private partial void LogFailed(Exception failure);
}

using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>
/// The server's memory of how its renderings sound. The index is built when it is first asked for (a second or so for a thousand
/// minutes of speech) and brought up to date at every question, also with what another process made or erased. It spans all schools,
/// as the marks do: whose a rendering is decides what may be said about it, not whether it is found. In the database every sketch is sealed.
/// </summary>
public sealed partial class SketchMemory(IDbContextFactory<VoiceWebDb> dbFactory, SketchSeal seal, ILogger<SketchMemory> log) : IDisposable
{
    private const int Batch = 200;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly SketchIndex _index = new();
    private readonly Dictionary<long, DateTimeOffset> _held = [];

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <summary>The index over everything that is remembered now.</summary>
    public async Task<SketchIndex> RecallAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
            var kept = await db.Sketches.AsNoTracking().Select(s => new { s.MarkId, s.MadeAt })
                .ToDictionaryAsync(s => s.MarkId, s => s.MadeAt, cancellationToken);
            foreach (var erased in _held.Keys.Where(id => !kept.ContainsKey(id)).ToList())
            {
                _index.Remove(new WatermarkId((ulong)erased));
                _held.Remove(erased);
            }

            var changed = kept.Where(sketch => !_held.TryGetValue(sketch.Key, out var madeAt) || madeAt != sketch.Value).Select(sketch => sketch.Key);
            foreach (var batch in changed.Chunk(Batch).ToList())
            {
                await foreach (var sketch in db.Sketches.AsNoTracking().Where(s => batch.Contains(s.MarkId)).AsAsyncEnumerable()
                    .WithCancellation(cancellationToken))
                {
                    if (Open(sketch) is { } opened)
                    {
                        _index.Add(new WatermarkId((ulong)sketch.MarkId), opened);
                    }

                    _held[sketch.MarkId] = sketch.MadeAt;
                }
            }

            return _index;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The sketch of one rendering; null when none is remembered, or it cannot be opened any more.</summary>
    public async Task<RenderingSketch?> FindAsync(VoiceWebDb db, long markId, CancellationToken cancellationToken) =>
        await db.Sketches.AsNoTracking().SingleOrDefaultAsync(s => s.MarkId == markId, cancellationToken) is { } sketch ? Open(sketch) : null;

    /// <summary>Keeps the sketch of a rendering; the caller saves. A later one of the same rendering takes the place of an earlier one.</summary>
    internal async Task RememberAsync(
        VoiceWebDb db, Rendering rendering, RenderingSketch sketch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (sketch.Rows == 0)
        {
            return;
        }

        var content = seal.Seal(rendering.MarkId, sketch.ToBytes());
        if (await db.Sketches.SingleOrDefaultAsync(s => s.MarkId == rendering.MarkId, cancellationToken) is { } earlier)
        {
            (earlier.Content, earlier.MadeAt) = (content, now);
            return;
        }

        db.Sketches.Add(new Sketch
        {
            MarkId = rendering.MarkId,
            RenderingId = rendering.Id,
            TenantId = rendering.TenantId,
            Content = content,
            MadeAt = now,
        });
    }

    // A sketch that cannot be opened is one rendering less to be found by, not an end of all finding.
    private RenderingSketch? Open(Sketch sketch)
    {
        try
        {
            return RenderingSketch.FromBytes(seal.Open(sketch.MarkId, sketch.Content));
        }
        catch (Exception damaged) when (damaged is CryptographicException or FormatException)
        {
            LogDamaged(damaged, sketch.RenderingId);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sketch of rendering {Id} cannot be opened; copies of it are found by their mark alone.")]
    private partial void LogDamaged(Exception damaged, Guid id);
}

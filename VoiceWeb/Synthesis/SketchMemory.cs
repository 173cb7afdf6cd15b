using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Synthesis;

/// <summary>
/// The server's memory of how its renderings sound. The index is built when it is first asked for (a second or so for a thousand
/// minutes of speech) and brought up to date at every question, also with what another process made or erased. It spans all schools,
/// as the marks do: whose a rendering is decides what may be said about it, not whether it is found.
/// </summary>
public sealed class SketchMemory(IDbContextFactory<VoiceWebDb> dbFactory) : IDisposable
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
                    _index.Add(new WatermarkId((ulong)sketch.MarkId), RenderingSketch.FromBytes(sketch.Content));
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

    /// <summary>Keeps the sketch of a rendering; the caller saves. A later one of the same rendering takes the place of an earlier one.</summary>
    internal static async Task RememberAsync(
        VoiceWebDb db, Rendering rendering, RenderingSketch sketch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (sketch.Rows == 0)
        {
            return;
        }

        if (await db.Sketches.SingleOrDefaultAsync(s => s.MarkId == rendering.MarkId, cancellationToken) is { } earlier)
        {
            (earlier.Content, earlier.MadeAt) = (sketch.ToBytes(), now);
            return;
        }

        db.Sketches.Add(new Sketch
        {
            MarkId = rendering.MarkId,
            RenderingId = rendering.Id,
            TenantId = rendering.TenantId,
            Content = sketch.ToBytes(),
            MadeAt = now,
        });
    }
}

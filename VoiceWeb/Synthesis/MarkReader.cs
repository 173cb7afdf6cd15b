using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Reads marks with the engine's detector; the table of renderings is the ledger of issued ids, and the sketches of all renderings
/// help where the mark alone is too weak.
/// </summary>
public sealed class MarkReader(WatermarkDetector detector, IDbContextFactory<VoiceWebDb> dbFactory, SketchMemory memory) : IMarkReader
{
    /// <inheritdoc />
    public WatermarkDetection Verify(AudioBuffer audio, WatermarkId expected, RenderingSketch? sketch, CancellationToken cancellationToken)
    {
        SketchIndex? own = null;
        if (sketch is { Rows: > 0 })
        {
            own = new SketchIndex();
            own.Add(expected, sketch);
        }

        return detector.Detect(audio, new IssuedMarks([expected]), own, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<WatermarkDetection> DetectAsync(AudioBuffer audio, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var issued = await db.Renderings.AsNoTracking().Select(r => r.MarkId).ToListAsync(cancellationToken);
        var ledger = new IssuedMarks([.. issued.Select(id => new WatermarkId((ulong)id))]);
        var sketches = await memory.RecallAsync(cancellationToken);
        // Seconds of computing: not on the thread of whoever waits for it.
        return await Task.Run(() => detector.Detect(audio, ledger, sketches, cancellationToken), cancellationToken);
    }

    private sealed class IssuedMarks(IReadOnlyList<WatermarkId> ids) : IWatermarkLedger
    {
        private readonly HashSet<WatermarkId> _known = [.. ids];

        public IReadOnlyList<WatermarkId> Ids => ids;

        public bool Contains(WatermarkId id) => _known.Contains(id);
    }
}

using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Synthesis;

/// <summary>Reads marks with the engine's detector; the table of renderings is the ledger of issued ids.</summary>
public sealed class MarkReader(WatermarkDetector detector, IDbContextFactory<VoiceWebDb> dbFactory) : IMarkReader
{
    /// <inheritdoc />
    public WatermarkDetection Verify(AudioBuffer audio, WatermarkId expected, CancellationToken cancellationToken) =>
        detector.Detect(audio, new IssuedMarks([expected]), cancellationToken);

    /// <inheritdoc />
    public async Task<WatermarkDetection> DetectAsync(AudioBuffer audio, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var issued = await db.Renderings.AsNoTracking().Select(r => r.MarkId).ToListAsync(cancellationToken);
        var ledger = new IssuedMarks([.. issued.Select(id => new WatermarkId((ulong)id))]);
        // Seconds of computing: not on the thread of whoever waits for it.
        return await Task.Run(() => detector.Detect(audio, ledger, cancellationToken), cancellationToken);
    }

    private sealed class IssuedMarks(IReadOnlyList<WatermarkId> ids) : IWatermarkLedger
    {
        private readonly HashSet<WatermarkId> _known = [.. ids];

        public IReadOnlyList<WatermarkId> Ids => ids;

        public bool Contains(WatermarkId id) => _known.Contains(id);
    }
}

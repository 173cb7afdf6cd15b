namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Random ids beside those of the bench.</summary>
internal sealed class BenchLedger : IWatermarkLedger
{
    private readonly HashSet<WatermarkId> _set;

    public BenchLedger(IEnumerable<WatermarkId> own, int others, int seed)
    {
        var chance = new Random(seed);
        Ids = [.. own, .. Enumerable.Range(0, others).Select(_ => new WatermarkId((ulong)chance.NextInt64(1L << WatermarkId.Bits)))];
        _set = [.. Ids];
    }

    public IReadOnlyList<WatermarkId> Ids { get; }

    public bool Contains(WatermarkId id) => _set.Contains(id);
}

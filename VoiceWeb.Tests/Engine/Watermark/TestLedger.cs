using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Watermark;

/// <summary>Ids drawn from a seed, and those handed in.</summary>
internal sealed class TestLedger : IWatermarkLedger
{
    private readonly HashSet<WatermarkId> _set;

    public TestLedger(int random, params WatermarkId[] own)
    {
        var generator = new Random(11);
        var ids = new List<WatermarkId>(own);
        for (var i = 0; i < random; i++)
        {
            ids.Add(new WatermarkId((ulong)generator.NextInt64(1L << WatermarkId.Bits)));
        }

        Ids = ids;
        _set = [.. ids];
    }

    public IReadOnlyList<WatermarkId> Ids { get; }

    public bool Contains(WatermarkId id) => _set.Contains(id);
}

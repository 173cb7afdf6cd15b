namespace VoiceWeb.Engine.Watermark;

/// <summary>Collects the sketch of a rendering while its parts are marked. Not thread-safe.</summary>
internal sealed class SketchBuilder
{
    private const int FirstBin = MarkGrid.FirstBin - (2 * MarkGrid.BinsPerBand);
    private readonly List<float> _sums = []; // (rows, 52), dB
    private readonly List<int> _counts = []; // (rows)
    private long _nextFrame;

    /// <summary>Takes in the frames of a part that are centred before its end; the next part brings the rest.</summary>
    /// <param name="host">Unmarked frames.</param>
    /// <param name="endFrame">First frame that belongs to the next part.</param>
    public void Add(HostFrames host, long endFrame)
    {
        for (var i = 0; i < host.Count; i++)
        {
            var frame = host.First + i;
            if (frame < _nextFrame || frame >= endFrame)
            {
                continue;
            }

            var row = (int)(frame / MarkGrid.RowFrames);
            while (_counts.Count <= row)
            {
                _counts.Add(0);
                _sums.AddRange(new float[RenderingSketch.Bands]);
            }

            _counts[row]++;
            var power = host.Power(i);
            for (var band = 0; band < RenderingSketch.Bands; band++)
            {
                var bin = FirstBin + (band * MarkGrid.BinsPerBand);
                _sums[(row * RenderingSketch.Bands) + band] += FastLog.Decibels(power[bin] + power[bin + 1] + 1e-9f);
            }
        }

        _nextFrame = Math.Max(_nextFrame, endFrame);
    }

    /// <summary>The sketch of all that was taken in.</summary>
    public RenderingSketch Build()
    {
        var levels = new sbyte[_sums.Count];
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = RenderingSketch.Quantise(_sums[i] / Math.Max(1, _counts[i / RenderingSketch.Bands]));
        }

        return new RenderingSketch(levels);
    }
}

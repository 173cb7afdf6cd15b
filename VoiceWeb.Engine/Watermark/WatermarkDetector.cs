using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Looks for marks in a found file: blind, with the ledger of issued ids, and with the sketches of what was rendered, under every
/// key given. Thread-safe.
/// </summary>
public sealed class WatermarkDetector
{
    /// <summary>A match counts when chance would give it in fewer files than this.</summary>
    internal const double MarkedBelow = 1e-6;

    /// <summary>Between this and <see cref="MarkedBelow"/> there are traces: inconclusive.</summary>
    internal const double TraceBelow = 1e-2;

    private const double LeastSeconds = 0.5; // of speech
    private readonly WatermarkKey[] _keys;

    /// <param name="keys">The keys that files may have been marked with, the current one first.</param>
    /// <exception cref="ArgumentException">There is no key.</exception>
    public WatermarkDetector(IReadOnlyList<WatermarkKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
        {
            throw new ArgumentException("At least one key is needed to look for marks.", nameof(keys));
        }

        _keys = [.. keys];
    }

    /// <summary>Looks for marks without sketches.</summary>
    /// <param name="audio">The file, as mono samples.</param>
    /// <param name="ledger">The issued ids; null to read blind, which needs a clearer mark.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public WatermarkDetection Detect(AudioBuffer audio, IWatermarkLedger? ledger, CancellationToken cancellationToken) =>
        Detect(audio, ledger, null, cancellationToken);

    /// <summary>Looks for marks.</summary>
    /// <param name="audio">The file, as mono samples.</param>
    /// <param name="ledger">The issued ids; null to read blind, which needs a clearer mark.</param>
    /// <param name="sketches">What is remembered of the renderings; null for nothing.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public WatermarkDetection Detect(AudioBuffer audio, IWatermarkLedger? ledger, SketchIndex? sketches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var (found, active) = Search(audio, ledger, sketches, cancellationToken);
        return (found is null ? new WatermarkDetection(WatermarkVerdict.Inconclusive, null, 0, 1) : Report(found)) with { ActiveSeconds = active };
    }

    /// <summary>The best that was found, however unlikely to be true; null where there is too little sound.</summary>
    internal (Finding? Best, double ActiveSeconds) Search(
        AudioBuffer audio, IWatermarkLedger? ledger, SketchIndex? sketches, CancellationToken cancellationToken)
    {
        var resampler = new MarkResampler(audio.SampleRate, MarkGrid.Rate);
        var signal = new float[(int)((long)audio.Samples.Length * MarkGrid.Rate / audio.SampleRate)];
        resampler.Resample(audio.Samples, 0, signal, 0);
        var spectrogram = new MarkSpectrogram(signal, cancellationToken);
        var active = spectrogram.ActiveSeconds;
        if (active < LeastSeconds)
        {
            return (null, active);
        }

        var searches = Array.ConvertAll(_keys, key => new KeySearch(spectrogram, new KeyReader(key, ledger, _keys.Length), sketches));
        var best = Finding.Nothing;
        foreach (var stage in SearchPlan.Stages)
        {
            foreach (var search in searches)
            {
                var found = search.Run(stage, cancellationToken);
                best = found.Chance < best.Chance ? found : best;
            }

            if (best.Chance < MarkedBelow)
            {
                break;
            }
        }

        return (best, active);
    }

    private static WatermarkDetection Report(Finding found)
    {
        if (found.Matches is null || found.Chance >= TraceBelow)
        {
            return new WatermarkDetection(WatermarkVerdict.NotFound, null, 0, 1);
        }

        var marked = found.Chance < MarkedBelow;
        return new WatermarkDetection(
            marked ? WatermarkVerdict.Marked : WatermarkVerdict.Inconclusive,
            marked ? found.Matches[0].Id : null,
            1 - found.Chance,
            found.Chance)
        {
            Matches = [.. found.Matches.Select(match => match with { FalsePositiveProbability = Math.Min(1, match.FalsePositiveProbability) })],
            Tempo = found.Tempo,
            Pitch = found.Pitch,
        };
    }
}

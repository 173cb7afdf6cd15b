using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Looks for marks in a found file: blind, or with the ledger of issued ids, under every key given. Thread-safe.
/// </summary>
public sealed class WatermarkDetector
{
    /// <summary>A match counts when chance would give it in fewer files than this.</summary>
    internal const double MarkedBelow = 1e-6;

    private const double TraceBelow = 1e-2; // between the two: inconclusive
    private const double LeastSeconds = 0.5; // of speech
    private const int Followed = 6; // courses with cuts that are decoded per stage
    private const int Straight = 10; // and courses without
    private const int LagsPerPlace = 3;
    private const float FreshStrength = 0.6f;
    private const float WornStrength = 0.25f;
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

    /// <summary>Looks for marks.</summary>
    /// <param name="audio">The file, as mono samples.</param>
    /// <param name="ledger">The issued ids; null to read blind, which needs a clearer mark.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public WatermarkDetection Detect(AudioBuffer audio, IWatermarkLedger? ledger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var resampler = new MarkResampler(audio.SampleRate, MarkGrid.Rate);
        var signal = new float[(int)((long)audio.Samples.Length * MarkGrid.Rate / audio.SampleRate)];
        resampler.Resample(audio.Samples, 0, signal, 0);
        var spectrogram = new MarkSpectrogram(signal, cancellationToken);
        var active = spectrogram.ActiveSeconds;
        if (active < LeastSeconds)
        {
            return new WatermarkDetection(WatermarkVerdict.Inconclusive, null, 0, 1) { ActiveSeconds = active };
        }

        var readers = Array.ConvertAll(_keys, key => new KeyReader(key, ledger));
        var best = new WatermarkDetection(WatermarkVerdict.NotFound, null, 0, 1) { ActiveSeconds = active };
        foreach (var stage in SearchPlan.Stages)
        {
            foreach (var reader in readers)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var found = Search(spectrogram, reader, stage, cancellationToken);
                if (found.FalsePositiveProbability < best.FalsePositiveProbability)
                {
                    best = found with { ActiveSeconds = active };
                }
            }

            if (best.Verdict == WatermarkVerdict.Marked)
            {
                break;
            }
        }

        return best;
    }

    private static WatermarkDetection Search(
        MarkSpectrogram spectrogram, KeyReader reader, IReadOnlyList<(double Tempo, double Pitch)> stage, CancellationToken cancellationToken)
    {
        var followed = new BestCourses(Followed);
        var straight = new BestCourses(Straight);
        foreach (var samePitch in stage.GroupBy(place => place.Pitch))
        {
            var evidence = new BandEvidence(spectrogram, samePitch.Key);
            foreach (var (tempo, pitch) in samePitch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sync = reader.Trellis.Weigh(new CellGrid(evidence, tempo));
                followed.Offer(reader.Trellis.Follow(sync, FreshStrength), pitch);
                followed.Offer(reader.Trellis.Follow(sync, WornStrength), pitch);
                foreach (var path in reader.Trellis.Straight(sync, LagsPerPlace))
                {
                    straight.Offer(path, pitch);
                }
            }
        }

        var best = new WatermarkDetection(WatermarkVerdict.NotFound, null, 0, 1);
        foreach (var (path, pitch) in followed.BestFirst().Concat(straight.BestFirst()))
        {
            var matches = reader.Read(path);
            if (matches.Count == 0 || matches[0].FalsePositiveProbability >= best.FalsePositiveProbability)
            {
                continue;
            }

            var chance = matches[0].FalsePositiveProbability;
            var verdict = chance < MarkedBelow ? WatermarkVerdict.Marked : chance < TraceBelow ? WatermarkVerdict.Inconclusive : WatermarkVerdict.NotFound;
            best = new WatermarkDetection(verdict, verdict == WatermarkVerdict.Marked ? matches[0].Id : null, 1 - chance, chance)
            {
                Matches = verdict == WatermarkVerdict.NotFound ? [] : matches,
                Tempo = path.Grid.Tempo,
                Pitch = pitch,
            };
            if (chance < MarkedBelow)
            {
                break;
            }
        }

        return best;
    }
}

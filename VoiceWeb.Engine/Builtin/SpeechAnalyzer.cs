using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Takes speech apart into pitch, envelope and noisiness. Immutable: one instance may serve many threads.</summary>
internal sealed class SpeechAnalyzer
{
    private const double ActivityDb = 40;
    private const double AboveNoiseDb = 6;
    private const int MedianReach = 2; // frames on either side
    private const int NeighbourReach = 2 * AnalysisGrid.FramesPerSecond; // frames on either side whose pitch is a voice's own where several speak
    private const int NeighbourStep = AnalysisGrid.FramesPerSecond / 4;

    private readonly PitchTracker _pitch = new();
    private readonly PitchTracker _widePitch = new(40, 900);

    /// <summary>Analyses a recording, after bringing it to <see cref="AnalysisGrid.AnalysisLevelDbfs"/>.</summary>
    /// <param name="audio">Any rate. Not changed.</param>
    /// <param name="withAperiodicity">Whether the noisiness is wanted; it costs a third of the time.</param>
    public SpeechFrames Analyze(AudioBuffer audio, bool withAperiodicity, CancellationToken cancellationToken) =>
        AnalyzeLevelled(Level(audio, AnalysisGrid.SampleRate), withAperiodicity, cancellationToken);

    /// <summary>
    /// Analyses a recording in which several people may speak: what pitch is far is told from the seconds around it and not from the whole, since a man's lies far from
    /// a child's.
    /// </summary>
    /// <param name="audio">Any rate. Not changed.</param>
    public SpeechFrames AnalyzeSeveral(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var levelled = Level(audio, AnalysisGrid.SampleRate);
        var frames = AnalysisGrid.FramesOf(levelled.Samples.Length);
        return Analyze(levelled.Samples, WithoutFarFromNeighbours(TrackEveryPitch(levelled, frames, cancellationToken)), withAperiodicity: false, cancellationToken);
    }

    /// <summary>A copy of a recording as it is analysed: without its mean, at <see cref="AnalysisGrid.AnalysisLevelDbfs"/>.</summary>
    /// <param name="audio">Any rate. Not changed.</param>
    /// <param name="sampleRate">Rate of the copy, in Hz.</param>
    public static AudioBuffer Level(AudioBuffer audio, int sampleRate)
    {
        var converted = Resampler.Convert(audio, sampleRate).Samples;
        float[] samples = ReferenceEquals(converted, audio.Samples) ? [.. converted] : converted;
        SpeechLevel.Centre(samples);
        SpeechLevel.Apply(samples, sampleRate, AnalysisGrid.AnalysisLevelDbfs);
        return new AudioBuffer(samples, sampleRate);
    }

    /// <summary>Analyses what <see cref="Level"/> made.</summary>
    /// <param name="audio">At the grid's rate.</param>
    /// <param name="withAperiodicity">Whether the noisiness is wanted.</param>
    /// <param name="pitchFrom">What the pitch is taken from, when it is not the audio itself: the recording before it was denoised.</param>
    public SpeechFrames AnalyzeLevelled(
        AudioBuffer audio, bool withAperiodicity, CancellationToken cancellationToken, AudioBuffer? pitchFrom = null)
    {
        var frames = AnalysisGrid.FramesOf(audio.Samples.Length);
        return Analyze(audio.Samples, TrackPitch(pitchFrom ?? audio, frames, cancellationToken), withAperiodicity, cancellationToken);
    }

    private static SpeechFrames Analyze(float[] samples, double[] pitch, bool withAperiodicity, CancellationToken cancellationToken)
    {
        var frames = pitch.Length;
        var logMel = new FrameMatrix(frames, MelAxis.Points);
        var powerDb = new double[frames];
        var envelope = new SpectralEnvelope();
        for (var i = 0; i < frames; i++)
        {
            if (i % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            powerDb[i] = 10 * Math.Log10(envelope.Measure(samples, i * AnalysisGrid.FrameSamples, pitch[i], logMel[i]));
        }

        double loud = Percentiles.Of(powerDb, 0.95), quiet = Percentiles.Of(powerDb, 0.10);
        var threshold = Math.Max(loud - ActivityDb, Math.Min(quiet + AboveNoiseDb, loud - 10));
        return new SpeechFrames(
            pitch,
            logMel,
            withAperiodicity ? MeasureAperiodicity(samples, pitch, cancellationToken) : null,
            [.. powerDb.Select(db => db > threshold)],
            loud - quiet);
    }

    /// <summary>Pitch of a recording on the frames of the grid, in Hz; 0 where unvoiced.</summary>
    /// <param name="audio">Any rate.</param>
    public double[] TrackPitch(AudioBuffer audio, CancellationToken cancellationToken) =>
        TrackPitch(audio, AnalysisGrid.FramesOf((int)(audio.Seconds * AnalysisGrid.SampleRate)), cancellationToken);

    /// <summary>Measures what a listener would compare of a recording.</summary>
    /// <param name="audio">At the grid's rate.</param>
    public VoiceMeasure Measure(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var all = TrackEveryPitch(audio, AnalysisGrid.FramesOf(audio.Samples.Length), cancellationToken);
        return VoiceMeasure.Of(audio, WithoutFar(all), cancellationToken, [.. all.Select(hz => hz > 0)]);
    }

    private double[] TrackPitch(AudioBuffer audio, int frames, CancellationToken cancellationToken) =>
        WithoutFar(TrackEveryPitch(audio, frames, cancellationToken));

    /// <summary>What the tracker finds, also where it lies far from the voice's own pitch: resonant hisses, halved periods.</summary>
    private double[] TrackEveryPitch(AudioBuffer audio, int frames, CancellationToken cancellationToken)
    {
        var samples = Level(audio, PitchTracker.SampleRate).Samples;
        var coarse = _pitch.Track(samples, cancellationToken);
        if (Percentiles.Median(coarse.Where(hz => hz > 0)) is > 0 and (< 65 or > 400))
        {
            coarse = _widePitch.Track(samples, cancellationToken);
        }

        var fine = new double[frames];
        for (var i = 0; i < frames; i++)
        {
            // Pitch comes every 10 ms, frames every 5.
            double before = coarse[Math.Min(i / 2, coarse.Length - 1)], after = coarse[Math.Min((i + 1) / 2, coarse.Length - 1)];
            fine[i] = before > 0 && after > 0 ? 0.5 * (before + after) : before;
        }

        return fine;
    }

    private static double[] WithoutFar(double[] pitch)
    {
        var median = Percentiles.Median(pitch.Where(hz => hz > 0));
        return [.. pitch.Select(hz => IsFar(hz, median) ? 0 : hz)];
    }

    private static double[] WithoutFarFromNeighbours(double[] pitch)
    {
        var near = new double[pitch.Length];
        for (var from = 0; from < pitch.Length; from += NeighbourStep)
        {
            var to = Math.Min(from + NeighbourStep, pitch.Length);
            var median = Percentiles.Median(pitch[Math.Max(0, from - NeighbourReach)..Math.Min(pitch.Length, to + NeighbourReach)].Where(hz => hz > 0));
            for (var i = from; i < to; i++)
            {
                near[i] = IsFar(pitch[i], median) ? 0 : pitch[i];
            }
        }

        return near;
    }

    private static bool IsFar(double hz, double median) => hz > 1.9 * median || hz < 0.55 * median;

    private static FrameMatrix MeasureAperiodicity(float[] samples, double[] pitch, CancellationToken cancellationToken)
    {
        var raw = new FrameMatrix(pitch.Length, Aperiodicity.PointsHz.Length);
        var measure = new Aperiodicity();
        for (var i = 0; i < pitch.Length; i++)
        {
            if (i % 256 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            // A piece is 38 ms long: every second frame says it all.
            if (pitch[i] > 0 && i % 2 == 1 && pitch[i - 1] > 0)
            {
                raw[i - 1].CopyTo(raw[i]);
            }
            else if (pitch[i] > 0)
            {
                measure.Measure(samples, i * AnalysisGrid.FrameSamples, pitch[i], raw[i]);
            }
        }

        return MedianOverTime(raw, pitch);
    }

    private static FrameMatrix MedianOverTime(FrameMatrix raw, double[] pitch)
    {
        var smooth = new FrameMatrix(raw.Rows, raw.Columns);
        Span<float> near = stackalloc float[2 * MedianReach + 1];
        for (var i = 0; i < raw.Rows; i++)
        {
            for (var p = 0; p < raw.Columns && pitch[i] > 0; p++)
            {
                var count = 0;
                for (var j = Math.Max(0, i - MedianReach); j <= Math.Min(raw.Rows - 1, i + MedianReach); j++)
                {
                    if (pitch[j] > 0)
                    {
                        near[count++] = raw[j][p];
                    }
                }

                near[..count].Sort();
                smooth[i][p] = near[count / 2];
            }
        }

        return smooth;
    }
}

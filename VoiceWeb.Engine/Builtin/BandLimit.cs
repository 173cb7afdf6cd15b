using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// The band of which a recording says something. Beyond it envelopes of both sides are held at the edge while a voice is learned, and
/// the spoken voice takes the base speech's own envelope there.
/// </summary>
/// <param name="LowHz">Below it the recording is empty; 0 when it goes all the way down.</param>
/// <param name="HighHz">Above it the recording is empty.</param>
internal sealed record BandLimit(double LowHz, double HighHz)
{
    private const double UsableShareOfRate = 0.485;
    private const double CliffDb = 25;
    private const double LeastHighHz = 2_000;
    private const double TrebleShare = 0.05; // of the speech frames: there are more hissing sounds than that in any text
    private const double TelephoneEdgeHz = 4_500;
    private const double FadePerOctave = 1.38; // ln power: 6 dB

    private readonly int _first = (int)Math.Ceiling(MelAxis.PositionOf(LowHz));
    private readonly int _last = HighHz >= AnalysisGrid.SampleRate / 2.0 ? MelAxis.Points - 1 : (int)MelAxis.PositionOf(HighHz);

    /// <summary>Whether anything is missing.</summary>
    public bool IsWhole => _first == 0 && _last == MelAxis.Points - 1;

    /// <summary>Whether the recording sounds like a telephone.</summary>
    public bool IsNarrow => HighHz < TelephoneEdgeHz;

    /// <summary>Finds the band of a recording.</summary>
    /// <param name="frames">The recording, analysed.</param>
    /// <param name="sourceRate">The rate at which it was made, in Hz.</param>
    public static BandLimit Find(SpeechFrames frames, int sourceRate)
    {
        var highest = Math.Min(UsableShareOfRate * sourceRate, AnalysisGrid.SampleRate / 2.0);
        int[] speech = [.. Enumerable.Range(0, frames.Count).Where(i => frames.Speech[i])];
        for (var hz = LeastHighHz; 1.2 * hz < highest; hz *= 1.02)
        {
            if (FallDb(frames, speech, hz, highest) > CliffDb)
            {
                highest = 0.92 * hz;
            }
        }

        var level = MeanLevelDb(frames);
        var hollow = highest < TelephoneEdgeHz && Mean(level, 400, 800) - Mean(level, 60, 180) > 12;
        return new BandLimit(hollow ? 300 : 0, highest);
    }

    /// <summary>Holds an envelope at the edges of the band.</summary>
    public void Hold(Span<float> logMel)
    {
        logMel[..Math.Min(_first, logMel.Length)].Fill(logMel[_first]);
        logMel[(_last + 1)..].Fill(logMel[_last]);
    }

    /// <summary>Fills what lies outside the band from the base speech, joined at the level of the adjoining octave.</summary>
    /// <param name="logMel">The voice's envelope. Its values outside the band are replaced.</param>
    /// <param name="baseLogMel">The base speech's envelope of the same frame, warped.</param>
    public void Extend(Span<float> logMel, ReadOnlySpan<float> baseLogMel)
    {
        if (_last < MelAxis.Points - 1)
        {
            var octave = (int)MelAxis.PositionOf(HighHz / 2);
            var step = MeanDifference(logMel, baseLogMel, octave, _last);
            for (var i = _last + 1; i < logMel.Length; i++)
            {
                var octaves = Math.Log2(MelAxis.Frequencies[i] / HighHz);
                logMel[i] = (float)(baseLogMel[i] + step - FadePerOctave * octaves);
            }
        }

        if (_first > 0)
        {
            var step = MeanDifference(logMel, baseLogMel, _first, (int)MelAxis.PositionOf(2 * LowHz));
            for (var i = 0; i < _first; i++)
            {
                logMel[i] = (float)(baseLogMel[i] + step);
            }
        }
    }

    private static double MeanDifference(ReadOnlySpan<float> one, ReadOnlySpan<float> other, int first, int last)
    {
        double sum = 0;
        for (var i = first; i <= last; i++)
        {
            sum += one[i] - other[i];
        }

        return sum / (last - first + 1);
    }

    /// <summary>
    /// How far the level falls across a frequency in those frames where it falls least. A dull voice falls far in the mean, but its
    /// hissing sounds do not; beyond the end of a band nothing is left of them either.
    /// </summary>
    private static double FallDb(SpeechFrames frames, int[] speech, double hz, double highest)
    {
        int insideFirst = (int)MelAxis.PositionOf(0.75 * hz), insideLast = (int)MelAxis.PositionOf(0.9 * hz);
        int beyondFirst = (int)MelAxis.PositionOf(Math.Min(1.1 * hz, highest)), beyondLast = (int)MelAxis.PositionOf(Math.Min(1.35 * hz, highest));
        var falls = speech.Select(i => Mean(i, insideFirst, insideLast) - Mean(i, beyondFirst, beyondLast));
        return 10 / Math.Log(10) * Percentiles.Of(falls, TrebleShare);

        double Mean(int frame, int first, int last) =>
            TensorPrimitives.Sum<float>(frames.LogMel[frame][first..(last + 1)]) / (last - first + 1);
    }

    private static double[] MeanLevelDb(SpeechFrames frames)
    {
        var power = new double[MelAxis.Points];
        for (var i = 0; i < frames.Count; i++)
        {
            for (var p = 0; p < power.Length && frames.Speech[i]; p++)
            {
                power[p] += Math.Exp(frames.LogMel[i][p]);
            }
        }

        return [.. power.Select(p => 10 * Math.Log10(p + 1e-30))];
    }

    private static double Mean(double[] level, double fromHz, double toHz)
    {
        int first = (int)MelAxis.PositionOf(fromHz), last = (int)MelAxis.PositionOf(toHz);
        return level.AsSpan(first, last - first + 1).ToArray().Average();
    }
}

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
        var level = MeanLevelDb(frames);
        for (var hz = 2_000.0; hz < highest; hz *= 1.02)
        {
            var inside = Mean(level, 0.75 * hz, 0.9 * hz);
            if (inside - Mean(level, Math.Min(1.1 * hz, highest), Math.Min(1.35 * hz, highest)) > CliffDb && 1.2 * hz < highest)
            {
                highest = 0.92 * hz;
            }
        }

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

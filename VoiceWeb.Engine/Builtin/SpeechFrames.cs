namespace VoiceWeb.Engine.Builtin;

/// <summary>A recording as its parameters, every 5 ms: pitch, envelope, noisiness, and where there is speech.</summary>
/// <param name="PitchHz">Pitch of every frame, in Hz; 0 where unvoiced.</param>
/// <param name="LogMel">ln power density on the mel axis. Shape (frames, <see cref="MelAxis.Points"/>).</param>
/// <param name="AperiodicityDb">
/// Noise share of the amplitude at <see cref="Aperiodicity.PointsHz"/>, in dB; 0 where unvoiced. Shape (frames, points), or null where
/// nobody asked for it.
/// </param>
/// <param name="Speech">Whether the frame belongs to speech rather than to a pause.</param>
/// <param name="SignalToNoiseDb">95th against 10th percentile of the frames' power, in dB.</param>
internal sealed record SpeechFrames(
    double[] PitchHz, FrameMatrix LogMel, FrameMatrix? AperiodicityDb, bool[] Speech, double SignalToNoiseDb)
{
    /// <summary>Number of frames.</summary>
    public int Count => PitchHz.Length;

    /// <summary>Seconds of speech, pauses not counted.</summary>
    public double SpeechSeconds => (double)Speech.Count(speech => speech) / AnalysisGrid.FramesPerSecond;

    public bool IsVoiced(int frame) => PitchHz[frame] > 0;

    /// <summary>log2 of the pitch of every voiced frame.</summary>
    public IEnumerable<double> LogPitch() => PitchHz.Where(hz => hz > 0).Select(Math.Log2);

    /// <summary>Some of its frames, without their noisiness.</summary>
    /// <param name="from">First frame.</param>
    /// <param name="to">The one after the last.</param>
    public SpeechFrames Slice(int from, int to) => this with
    {
        PitchHz = PitchHz[from..to],
        LogMel = new FrameMatrix(to - from, LogMel.Columns, LogMel.Values[(from * LogMel.Columns)..(to * LogMel.Columns)]),
        AperiodicityDb = null,
        Speech = Speech[from..to],
    };

    /// <summary>Several recordings one after the other.</summary>
    public static SpeechFrames Join(IReadOnlyList<SpeechFrames> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        var measured = parts.All(part => part.AperiodicityDb is not null);
        return new SpeechFrames(
            [.. parts.SelectMany(part => part.PitchHz)],
            FrameMatrix.Stack(parts.Select(part => part.LogMel), MelAxis.Points),
            measured ? FrameMatrix.Stack(parts.Select(part => part.AperiodicityDb!), Aperiodicity.PointsHz.Length) : null,
            [.. parts.SelectMany(part => part.Speech)],
            parts.Min(part => part.SignalToNoiseDb));
    }
}

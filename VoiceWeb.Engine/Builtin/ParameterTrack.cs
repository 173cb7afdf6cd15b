namespace VoiceWeb.Engine.Builtin;

/// <summary>What the synthesiser needs of an utterance, frame by frame.</summary>
/// <param name="PitchHz">Pitch of every frame, in Hz; 0 where unvoiced. At least two frames.</param>
/// <param name="LogMel">ln power density on the mel axis. Shape (frames, <see cref="MelAxis.Points"/>).</param>
/// <param name="NoiseShare">Noise share of the amplitude at <see cref="Aperiodicity.PointsHz"/>, 0 to 1. Shape (frames, points).</param>
/// <param name="FrameSamples">Samples from one frame to the next; stretches time without touching pitch.</param>
/// <param name="Jitter">Standard deviation of the pitch's random wobble, as a share of it. 0 to 0.05.</param>
internal sealed record ParameterTrack(
    double[] PitchHz, FrameMatrix LogMel, FrameMatrix NoiseShare, double FrameSamples, double Jitter)
{
    /// <summary>Number of frames.</summary>
    public int Count => PitchHz.Length;

    /// <summary>Noise shares from decibels: voiced frames as they are, unvoiced ones all noise.</summary>
    public static FrameMatrix ToNoiseShare(FrameMatrix decibels, double[] pitchHz)
    {
        var share = new FrameMatrix(decibels.Rows, decibels.Columns);
        for (var i = 0; i < decibels.Rows; i++)
        {
            for (var p = 0; p < decibels.Columns; p++)
            {
                share[i][p] = pitchHz[i] > 0 ? MathF.Pow(10, MathF.Min(decibels[i][p], -0.001f) / 20) : 1;
            }
        }

        return share;
    }
}

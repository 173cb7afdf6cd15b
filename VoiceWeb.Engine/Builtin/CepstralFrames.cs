namespace VoiceWeb.Engine.Builtin;

/// <summary>Speech as cepstra on the mel axis, ready to be compared and mapped.</summary>
/// <param name="Cepstra">Shape (frames, <see cref="MelAxis.Order"/>).</param>
/// <param name="Voiced">Whether each frame is voiced.</param>
/// <param name="Speech">Whether each frame is speech rather than pause.</param>
internal sealed record CepstralFrames(FrameMatrix Cepstra, bool[] Voiced, bool[] Speech)
{
    /// <summary>Number of frames.</summary>
    public int Count => Voiced.Length;

    /// <summary>Warps every envelope, holds it at the edges of the band, and takes its cepstrum.</summary>
    public static CepstralFrames Of(SpeechFrames frames, FrequencyWarp warp, BandLimit band)
    {
        var cepstra = new FrameMatrix(frames.Count, MelAxis.Order);
        Span<float> warped = stackalloc float[MelAxis.Points];
        for (var i = 0; i < frames.Count; i++)
        {
            warp.Apply(frames.LogMel[i], warped);
            band.Hold(warped);
            MelAxis.ToCepstrum(warped, cepstra[i]);
        }

        return new CepstralFrames(cepstra, [.. frames.PitchHz.Select(hz => hz > 0)], frames.Speech);
    }

    /// <summary>The first frames alone.</summary>
    public CepstralFrames First(int count) => count >= Count
        ? this
        : new CepstralFrames(new FrameMatrix(count, MelAxis.Order, Cepstra.Values[..(count * MelAxis.Order)]), Voiced[..count], Speech[..count]);

    /// <summary>Numbers of the speech frames of one voicing class.</summary>
    public int[] SpeechOf(bool voiced) => [.. Enumerable.Range(0, Count).Where(i => Speech[i] && Voiced[i] == voiced)];
}

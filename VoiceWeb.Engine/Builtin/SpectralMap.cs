namespace VoiceWeb.Engine.Builtin;

/// <summary>From the base speech's warped cepstra to a speaker's cepstra and aperiodicity. Immutable.</summary>
/// <param name="Colouring">Gaussian to Gaussian, by voicing: keeps the base's own articulation.</param>
/// <param name="AperiodicityDb">The speaker's usual aperiodicity in voiced frames, one a point.</param>
internal sealed record SpectralMap(VoicingPair<AffineMap> Colouring, float[] AperiodicityDb)
{
    /// <summary>Maps an utterance.</summary>
    public MappedFrames Apply(CepstralFrames frames)
    {
        var cepstra = new FrameMatrix(frames.Count, MelAxis.Order);
        var aperiodicity = new FrameMatrix(frames.Count, Aperiodicity.PointsHz.Length);
        for (var i = 0; i < frames.Count; i++)
        {
            Colouring.For(frames.Voiced[i]).Accumulate(frames.Cepstra[i], 1, cepstra[i]);
            AperiodicityDb.CopyTo(aperiodicity[i]);
        }

        return new MappedFrames(cepstra, aperiodicity);
    }
}

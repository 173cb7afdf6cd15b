namespace VoiceWeb.Engine.Builtin;

/// <summary>Where a speaker's pitch lies, and how the base speech's pitch is carried there. Immutable.</summary>
/// <param name="MedianLog2">log2 of the speaker's median pitch in Hz, or null for a speaker who only whispers: pitch stays the base's.</param>
/// <param name="RangeOctaves">10th to 90th percentile of the speaker's pitch, in octaves.</param>
internal sealed record PitchMap(double? MedianLog2, double RangeOctaves)
{
    private const double LeastStretch = 0.3;
    private const double LeastToneStretch = 0.8; // tones that are flattened become other words
    private const double GreatestStretch = 2.5;
    private const double TrustedSeconds = 1.5;
    private const double UsualBaseRange = 0.5; // octaves
    private const double CentringShare = 0.6; // a short question would else lie far under the speaker's level

    /// <summary>10th to 90th percentile, in octaves.</summary>
    public static double RangeOf(IEnumerable<double> logPitch)
    {
        double[] values = [.. logPitch];
        return Percentiles.Of(values, 0.9) - Percentiles.Of(values, 0.1);
    }

    /// <summary>Pitch of the voice for an utterance of the base speech.</summary>
    /// <param name="utterance">The base speech.</param>
    /// <param name="semitones">Shift on top of it.</param>
    /// <returns>Hz a frame, 45 to 700; 0 where unvoiced.</returns>
    public double[] Apply(BaseUtterance utterance, double semitones)
    {
        var pitch = utterance.Frames.PitchHz;
        var relative = new List<double>();
        for (var i = 0; i < pitch.Length; i++)
        {
            if (pitch[i] > 0)
            {
                relative.Add(Math.Log2(pitch[i]) - utterance.PitchLevel[i]);
            }
        }

        var trust = Math.Min(1, relative.Count / (TrustedSeconds * AnalysisGrid.FramesPerSecond));
        var baseRange = trust * RangeOf(relative) + (1 - trust) * UsualBaseRange;
        var least = IsTonal(utterance.Voice) ? LeastToneStretch : LeastStretch;
        var stretch = MedianLog2 is null ? 1 : Math.Clamp(RangeOctaves / Math.Max(baseRange, 0.05), least, GreatestStretch);
        var own = CentringShare * trust * Percentiles.Median(relative);
        var mapped = new double[pitch.Length];
        for (var i = 0; i < pitch.Length; i++)
        {
            if (pitch[i] > 0)
            {
                var level = MedianLog2 ?? utterance.PitchLevel[i];
                var octave = (Math.Log2(pitch[i]) - utterance.PitchLevel[i] - own) * stretch + level + semitones / 12;
                mapped[i] = Math.Clamp(Math.Pow(2, octave), AnalysisGrid.LowestPitchHz, AnalysisGrid.HighestPitchHz);
            }
        }

        return mapped;
    }

    private static bool IsTonal(string voice) =>
        voice.Split('-')[0] is "cmn" or "yue" or "vi" or "th" or "shn" or "my" or "pa";
}

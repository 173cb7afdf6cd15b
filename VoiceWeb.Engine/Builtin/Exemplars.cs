namespace VoiceWeb.Engine.Builtin;

/// <summary>What the speaker's own frames look like, by voicing. Immutable.</summary>
/// <param name="Script">Warped base cepstra of the script. Shape (frames, <see cref="MelAxis.Order"/>).</param>
/// <param name="ContextWeights">One a coefficient of a context.</param>
/// <param name="Tables">Pairs of voiced and of unvoiced frames.</param>
internal sealed record Exemplars(FrameMatrix Script, float[] ContextWeights, VoicingPair<ExemplarTable> Tables)
{
    /// <summary>Builds the tables from pairs.</summary>
    /// <param name="voiced">Of the script's frames.</param>
    /// <param name="targets">Cepstrum and aperiodicity of the speaker's frame of every pair. Shape (pairs, order + points).</param>
    public static Exemplars Build(
        FrameMatrix script, float[] contextWeights, bool[] voiced, IReadOnlyList<FramePair> pairs, FrameMatrix targets)
    {
        return new Exemplars(script, contextWeights, VoicingPair<ExemplarTable>.Make(Table));

        ExemplarTable Table(bool ofVoiced)
        {
            int[] chosen = [.. Enumerable.Range(0, pairs.Count).Where(p => voiced[pairs[p].Base] == ofVoiced)];
            var contexts = ContextShape.OfBase.Make(script, [.. chosen.Select(p => pairs[p].Base)], contextWeights);
            return new ExemplarTable([.. chosen.Select(p => pairs[p].Base)], contexts, targets.Select(chosen));
        }
    }
}

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// A script spoken by the base speech, aligned with the recordings in which the speaker says it: first as it is, to find the warp of
/// the frequency axis, then in the speaker's own space.
/// </summary>
/// <param name="Warp">Warp of the frequency axis that brings the base nearest to the speaker.</param>
/// <param name="Pairs">Frames that sound the same, equal in voicing.</param>
/// <param name="FirstCost">Mean cost of a step of the first full alignment; grows when the words differ.</param>
/// <param name="SecondCost">The same of the alignment in the speaker's space.</param>
/// <param name="Rate">Speech of the recordings over that of the script, in time, closures included.</param>
internal sealed record TranscriptAlignment(
    FrequencyWarp Warp, IReadOnlyList<FramePair> Pairs, double FirstCost, double SecondCost, double Rate)
{
    private const double FirstPenalty = 0.6;
    private const double SecondPenalty = 0.3;
    private const double FirstVoicing = 1.5;
    private const double SecondVoicing = 1.0;
    private const double RidgePenalty = 5;
    private const int WarpedCoefficients = 19;
    // Right words cost up to 7.0 (a breathy high voice), words of which a third is wrong about as much, other words 7.6 and more.
    private const double MostCost = 7.25;
    private const int ManyFrames = 8_000; // beyond this every second frame is enough

    /// <summary>Whether the words fit the recording.</summary>
    public bool Fits => FirstCost + SecondCost <= MostCost && Rate is > 0.55 and < 1.8;

    /// <param name="script">The base speech.</param>
    /// <param name="target">The recordings, one after the other.</param>
    /// <param name="sections">Which part of the script belongs to which part of the recordings.</param>
    /// <param name="start">A first guess of the warp: from 1, a child's voice would be aligned wrongly and stay so.</param>
    public static TranscriptAlignment Find(
        SpeechFrames script,
        CepstralFrames target,
        IReadOnlyList<SpokenSection> sections,
        BandLimit band,
        FrequencyWarp start,
        CancellationToken cancellationToken)
    {
        var targetMoments = SpeechMoments(target);
        var warp = start;
        var stride = target.Speech.Count(speech => speech) > ManyFrames ? 2 : 1;
        for (var round = 0; round < 2; round++)
        {
            var coarse = CepstralFrames.Of(script, warp, band);
            var (pairs, _) = Align(
                coarse, SpeechMoments(coarse), target, targetMoments, sections, 2, FirstPenalty, FirstVoicing, cancellationToken);
            warp = BestWarp(script, target, pairs, band);
        }

        var source = CepstralFrames.Of(script, warp, band);
        var (first, firstCost) = Align(
            source, SpeechMoments(source), target, targetMoments, sections, stride, FirstPenalty, FirstVoicing, cancellationToken);
        var converted = Convert(source, target, Alike(first, source, target));
        var (second, secondCost) = Align(
            converted, targetMoments, target, targetMoments, sections, stride, SecondPenalty, SecondVoicing, cancellationToken);
        var rate = SpeechTime.Seconds(target.Speech) / SpeechTime.Seconds(script.Speech);
        return new TranscriptAlignment(warp, Alike(second, source, target), firstCost, secondCost, rate);
    }

    private static (List<FramePair> Pairs, double MeanCost) Align(
        CepstralFrames source,
        Moments sourceMoments,
        CepstralFrames target,
        Moments targetMoments,
        IReadOnlyList<SpokenSection> sections,
        int stride,
        double penalty,
        double voicing,
        CancellationToken cancellationToken)
    {
        var all = new List<FramePair>();
        double total = 0;
        foreach (var section in sections)
        {
            int[] sourceRows = SpeechIn(source, section.Base, stride), targetRows = SpeechIn(target, section.Speaker, stride);
            if (sourceRows.Length == 0 || targetRows.Length == 0)
            {
                continue;
            }

            var (path, cost) = DynamicTimeWarping.Align(
                AlignmentFeatures.Make(source, sourceRows, sourceMoments, voicing),
                AlignmentFeatures.Make(target, targetRows, targetMoments, voicing),
                penalty,
                cancellationToken);
            all.AddRange(path.Select(pair => new FramePair(sourceRows[pair.Base], targetRows[pair.Speaker])));
            total += cost * path.Count;
        }

        return (all, total / Math.Max(all.Count, 1));
    }

    private static int[] SpeechIn(CepstralFrames frames, Range section, int stride) =>
        [.. Enumerable.Range(section.Start.Value, section.End.Value - section.Start.Value).Where(i => frames.Speech[i] && i % stride == 0)];

    private static List<FramePair> Alike(List<FramePair> pairs, CepstralFrames source, CepstralFrames target) =>
        [.. pairs.Where(pair => source.Voiced[pair.Base] == target.Voiced[pair.Speaker])];

    private static Moments SpeechMoments(CepstralFrames frames) =>
        Moments.Of(frames.Cepstra.Select([.. Enumerable.Range(0, frames.Count).Where(i => frames.Speech[i])]));

    /// <summary>The warp whose base shapes lie nearest to the speaker's on the voiced pairs, a constant difference set aside.</summary>
    private static FrequencyWarp BestWarp(SpeechFrames script, CepstralFrames target, List<FramePair> pairs, BandLimit band)
    {
        FramePair[] voiced = [.. pairs.Where(pair => script.IsVoiced(pair.Base) && target.Voiced[pair.Speaker]).Where((_, i) => i % 2 == 0)];
        var best = new FrequencyWarp(1);
        var least = double.PositiveInfinity;
        Span<float> warped = stackalloc float[MelAxis.Points];
        Span<float> cepstrum = stackalloc float[MelAxis.Order];
        foreach (var factor in FrequencyWarp.Candidates)
        {
            var warp = new FrequencyWarp(factor);
            double[] sums = new double[WarpedCoefficients + 1], squares = new double[WarpedCoefficients + 1];
            foreach (var pair in voiced)
            {
                warp.Apply(script.LogMel[pair.Base], warped);
                band.Hold(warped);
                MelAxis.ToCepstrum(warped, cepstrum);
                var own = target.Cepstra[pair.Speaker];
                for (var d = 1; d <= WarpedCoefficients; d++)
                {
                    double difference = own[d] - cepstrum[d];
                    sums[d] += difference;
                    squares[d] += difference * difference;
                }
            }

            var spread = Enumerable.Range(1, WarpedCoefficients).Sum(d => squares[d] - sums[d] * sums[d] / Math.Max(voiced.Length, 1));
            if (spread < least)
            {
                (best, least) = (warp, spread);
            }
        }

        return best;
    }

    private static CepstralFrames Convert(CepstralFrames source, CepstralFrames target, List<FramePair> pairs)
    {
        var maps = VoicingPair<AffineMap>.Make(voiced =>
        {
            FramePair[] own = [.. pairs.Where(pair => source.Voiced[pair.Base] == voiced)];
            return Ridge.Solve(
                source.Cepstra.Select([.. own.Select(pair => pair.Base)]),
                target.Cepstra.Select([.. own.Select(pair => pair.Speaker)]),
                null,
                Ridge.Even(MelAxis.Order, RidgePenalty),
                null);
        });
        var converted = new FrameMatrix(source.Count, MelAxis.Order);
        for (var i = 0; i < source.Count; i++)
        {
            maps.For(source.Voiced[i]).Accumulate(source.Cepstra[i], 1, converted[i]);
        }

        return source with { Cepstra = converted };
    }
}

using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Learns how base speech turns into a speaker's: from pairs where it is known what was said, else from what lies near.</summary>
internal static class MapLearner
{
    private const int MostVoicedClasses = 12;
    private const int ShortClasses = 4;
    private const double ShortSeconds = 8;
    private const int MostPairs = 12_000;
    private const int LeastPairsOfClass = 60;
    private const int LeastFramesOfClass = 80;
    private const int UnpairedStride = 2;

    /// <summary>Gaussian to Gaussian, by voicing.</summary>
    public static SpectralMap Colouring(CepstralFrames source, CepstralFrames target, float[] aperiodicityDb)
    {
        var enough = HasBoth(source) && HasBoth(target);
        var colouring = VoicingPair<AffineMap>.Make(voiced => AffineMap.Colouring(
            Moments.Of(source.Cepstra.Select(Rows(source, voiced))), Moments.Of(target.Cepstra.Select(Rows(target, voiced)))));
        return new SpectralMap(colouring, aperiodicityDb, null, null, null, MapShares.ColouringOnly);

        // A speaker who only whispers, or never does, has one class.
        int[] Rows(CepstralFrames frames, bool voiced) =>
            enough ? frames.SpeechOf(voiced) : [.. Enumerable.Range(0, frames.Count).Where(i => frames.Speech[i])];
    }

    /// <summary>Adds regression, exemplars and restored variance, learned from pairs.</summary>
    public static SpectralMap Paired(
        SpectralMap colouring,
        CepstralFrames source,
        CepstralFrames target,
        FrameMatrix aperiodicityDb,
        IReadOnlyList<FramePair> pairs,
        CancellationToken cancellationToken)
    {
        var used = Thin(pairs);
        var targets = Targets(target, aperiodicityDb, [.. used.Select(pair => pair.Speaker)]);
        var most = target.Speech.Count(speech => speech) < ShortSeconds * AnalysisGrid.FramesPerSecond ? ShortClasses : MostVoicedClasses;
        var regression = VoicingPair<ClassRegression>.Make(voiced =>
        {
            int[] own = [.. Enumerable.Range(0, used.Count).Where(p => source.Voiced[used[p].Base] == voiced)];
            own = own.Length >= LeastPairsOfClass ? own : [.. Enumerable.Range(0, used.Count)];
            return ClassRegression.Learn(
                source.Cepstra.Select([.. own.Select(p => used[p].Base)]), targets.Select(own), voiced ? most : most / 2, cancellationToken);
        });
        var exemplars = Exemplars.Build(source.Cepstra, ContextShape.WeightsFrom(source), source.Voiced, used, targets);
        var map = colouring with { Regression = regression, Exemplars = exemplars, Shares = MapShares.WithTranscript };
        return Restore(map, source, target, cancellationToken);
    }

    /// <summary>
    /// Adds a regression learned from frames that lie near each other after conversion. One class only: a single linear map cannot
    /// exchange sounds for each other, several can, and then the speech is alike and unintelligible. Once only: pairing again, twice, what the
    /// regression converted came no nearer to the speaker and cost words.
    /// </summary>
    public static SpectralMap Unpaired(
        SpectralMap colouring, CepstralFrames source, CepstralFrames target, FrameMatrix aperiodicityDb, CancellationToken cancellationToken)
    {
        var weights = ContextShape.WeightsFrom(target);
        var converted = source with { Cepstra = colouring.Apply(source, leaveOut: false, cancellationToken).Cepstra };
        var regression = VoicingPair<ClassRegression>.Make(voiced =>
        {
            var pairs = NearestBothWays(converted, target, voiced, weights, cancellationToken);
            return ClassRegression.Learn(
                source.Cepstra.Select([.. pairs.Select(pair => pair.Base)]),
                Targets(target, aperiodicityDb, [.. pairs.Select(pair => pair.Speaker)]),
                1,
                cancellationToken);
        });
        var map = colouring with { Regression = regression, Shares = MapShares.WithoutTranscript };
        return Restore(map, source, target, cancellationToken);
    }

    /// <summary>Whether frames of both voicing classes are there in numbers.</summary>
    public static bool HasBoth(CepstralFrames frames) =>
        frames.SpeechOf(voiced: true).Length >= LeastFramesOfClass && frames.SpeechOf(voiced: false).Length >= LeastFramesOfClass;

    private static SpectralMap Restore(SpectralMap map, CepstralFrames source, CepstralFrames target, CancellationToken cancellationToken)
    {
        var converted = map.Apply(source, leaveOut: true, cancellationToken).Cepstra;
        return map with
        {
            Restoring = VoicingPair<VarianceRestoring>.Make(voiced => VarianceRestoring.Between(
                Moments.Of(converted.Select(source.SpeechOf(voiced))), Moments.Of(target.Cepstra.Select(target.SpeechOf(voiced))))),
        };
    }

    private static IReadOnlyList<FramePair> Thin(IReadOnlyList<FramePair> pairs)
    {
        var every = (pairs.Count + MostPairs - 1) / MostPairs;
        return every <= 1 ? pairs : [.. pairs.Where((_, i) => i % every == 0)];
    }

    /// <summary>The speaker's cepstra with the aperiodicity behind them.</summary>
    private static FrameMatrix Targets(CepstralFrames target, FrameMatrix aperiodicityDb, int[] frames)
    {
        var targets = new FrameMatrix(frames.Length, SpectralMap.TargetWidth);
        for (var i = 0; i < frames.Length; i++)
        {
            target.Cepstra[frames[i]].CopyTo(targets[i]);
            aperiodicityDb[frames[i]].CopyTo(targets[i][MelAxis.Order..]);
        }

        return targets;
    }

    private static List<FramePair> NearestBothWays(
        CepstralFrames converted, CepstralFrames target, bool voiced, float[] weights, CancellationToken cancellationToken)
    {
        int[] ours = [.. converted.SpeechOf(voiced).Where(i => i % UnpairedStride == 0)];
        int[] theirs = [.. target.SpeechOf(voiced).Where(i => i % UnpairedStride == 0)];
        FrameMatrix own = ContextShape.AcrossSpeakers.Make(converted.Cepstra, ours, weights);
        FrameMatrix other = ContextShape.AcrossSpeakers.Make(target.Cepstra, theirs, weights);
        float[] otherSquares = [.. Enumerable.Range(0, other.Rows).Select(j => TensorPrimitives.SumOfSquares<float>(other[j]))];
        var nearestOurs = new (float Distance, int Row)[theirs.Length];
        Array.Fill(nearestOurs, (float.PositiveInfinity, 0));
        var pairs = new List<FramePair>();
        for (var i = 0; i < own.Rows; i++)
        {
            if (i % 64 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var square = TensorPrimitives.SumOfSquares<float>(own[i]);
            var (least, nearest) = (float.PositiveInfinity, 0);
            for (var j = 0; j < other.Rows; j++)
            {
                var distance = square + otherSquares[j] - 2 * TensorPrimitives.Dot<float>(own[i], other[j]);
                if (distance < least)
                {
                    (least, nearest) = (distance, j);
                }

                if (distance < nearestOurs[j].Distance)
                {
                    nearestOurs[j] = (distance, i);
                }
            }

            pairs.Add(new FramePair(ours[i], theirs[nearest]));
        }

        pairs.AddRange(nearestOurs.Select((found, j) => new FramePair(ours[found.Row], theirs[j])));
        return pairs;
    }
}

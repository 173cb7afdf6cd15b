namespace VoiceWeb.Engine.Watermark;

/// <summary>Searches one file for marks of one key, stage by stage. Not thread-safe.</summary>
internal sealed class KeySearch(MarkSpectrogram spectrogram, KeyReader reader, SketchIndex? sketches)
{
    private const int Followed = 6; // courses with cuts that are decoded per stage
    private const int Straight = 10; // and courses without
    private const int LagsPerPlace = 3;
    private const int Refined = 2; // courses of each kind around which finer steps are tried
    private const int ReadBlind = 3; // courses of each kind that are read without the ledger too
    private const int Judged = 6; // ids, the most likely ones, that are followed through the file with all they say
    private const int AssistedCourses = 4; // courses for which sketches are asked
    private const int AlignedPlaces = 10; // renderings asked per course
    private const int SweptPercent = 8; // speeds to either side at which the index is asked when nothing else helped
    private const int SweptPlaces = 8; // renderings asked then, the best of all speeds
    private const int MostSwept = 20_000; // sketches; with more, seventeen walks through the index would take too long
    private const float FreshStrength = 0.6f;
    private const float WornStrength = 0.25f;
    private bool _askedAnywhere;

    /// <summary>Tries the places of a stage.</summary>
    public Finding Run(IReadOnlyList<(double Tempo, double Pitch)> stage, CancellationToken cancellationToken)
    {
        var followed = new BestCourses(Followed);
        var straight = new BestCourses(Straight);
        Try(stage, followed, straight, cancellationToken);
        if (stage.Count > 1)
        {
            var promising = followed.BestFirst().Take(Refined).Concat(straight.BestFirst().Take(Refined));
            Try([.. promising.SelectMany(SearchPlan.Around).Distinct()], followed, straight, cancellationToken);
        }

        var best = Finding.Nothing;
        var allowance = stage.Count == 1 ? StageAllowance.First : StageAllowance.Others;
        var candidates = new List<(CellGrid Grid, double Pitch, WatermarkMatch Match)>();
        foreach (var courses in new[] { followed, straight })
        {
            var rank = 0;
            foreach (var (path, pitch) in courses.BestFirst())
            {
                cancellationToken.ThrowIfCancellationRequested();
                var found = new Finding(reader.Read(path, rank++ < ReadBlind, allowance), path.Grid.Tempo, pitch);
                best = found.Chance < best.Chance ? found : best;
                if (best.Chance < WatermarkDetector.MarkedBelow)
                {
                    return best;
                }

                candidates.AddRange((found.Matches ?? []).Select(match => (path.Grid, pitch, match)));
            }
        }

        foreach (var (grid, pitch, match) in candidates.OrderByDescending(candidate => candidate.Match.Score)
            .DistinctBy(candidate => (candidate.Match.Id, candidate.Grid.Tempo, candidate.Pitch)).Take(Judged))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var judged = reader.Follow(grid, match, allowance);
            if (judged.FalsePositiveProbability < best.Chance)
            {
                best = new Finding([judged], grid.Tempo, pitch);
            }
        }

        if (best.Chance < WatermarkDetector.MarkedBelow)
        {
            return best;
        }

        return sketches is { Count: > 0 } && stage.Count <= SearchPlan.MostAssisted ? Assist(straight, best, stage.Count > 1, cancellationToken) : best;
    }

    private void Try(
        IReadOnlyList<(double Tempo, double Pitch)> places, BestCourses followed, BestCourses straight, CancellationToken cancellationToken)
    {
        foreach (var samePitch in places.GroupBy(place => place.Pitch))
        {
            var evidence = new BandEvidence(spectrogram, samePitch.Key);
            foreach (var (tempo, pitch) in samePitch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sync = reader.Trellis.Weigh(new CellGrid(evidence, tempo));
                followed.Offer(reader.Trellis.Follow(sync, FreshStrength), pitch);
                followed.Offer(reader.Trellis.Follow(sync, WornStrength), pitch);
                foreach (var path in reader.Trellis.Straight(sync, LagsPerPlace))
                {
                    straight.Offer(path, pitch);
                }
            }
        }
    }

    private Finding Assist(BestCourses straight, Finding best, bool stageHasSpeeds, CancellationToken cancellationToken)
    {
        if (!_askedAnywhere)
        {
            _askedAnywhere = true;
            var grid = new CellGrid(new BandEvidence(spectrogram, 1), 1, limited: false);
            var places = sketches!.FindAnywhere(grid, cancellationToken);
            best = Better(best, grid, [.. places.Take(1).SelectMany(place => place.Around(1))], 1, withSync: true, likeliest: true);
            best = Better(best, grid, [.. places.Skip(1)], 1, withSync: true);
        }

        foreach (var (path, pitch) in straight.BestFirst().Take(AssistedCourses))
        {
            if (best.Chance < WatermarkDetector.MarkedBelow)
            {
                break;
            }

            var grid = new CellGrid(new BandEvidence(spectrogram, pitch), path.Grid.Tempo, limited: false);
            var places = sketches!.FindAligned(grid, path.Lags[0], cancellationToken);
            best = Better(best, grid, [.. places.Take(AlignedPlaces)], pitch, withSync: false);
        }

        return best.Chance >= WatermarkDetector.MarkedBelow && stageHasSpeeds && sketches!.Count <= MostSwept ? Sweep(best, cancellationToken) : best;
    }

    // Worn speech at another speed has no course to go by: the index itself tells the speed.
    private Finding Sweep(Finding best, CancellationToken cancellationToken)
    {
        var places = new List<(CellGrid Grid, double Speed, SketchPlace Place)>();
        for (var percent = -SweptPercent; percent <= SweptPercent; percent++)
        {
            if (percent != 0)
            {
                var speed = 1 + (percent * 0.01);
                var grid = new CellGrid(new BandEvidence(spectrogram, speed), speed, limited: false);
                places.AddRange(sketches!.FindAnywhere(grid, cancellationToken).Select(place => (grid, speed, place)));
            }
        }

        foreach (var (grid, speed, place) in places.OrderByDescending(found => found.Place.Likeness).Take(SweptPlaces))
        {
            best = Better(best, grid, [place], speed, withSync: true);
        }

        return best;
    }

    private Finding Better(Finding best, CellGrid grid, List<SketchPlace> places, double pitch, bool withSync, bool likeliest = false)
    {
        var match = reader.Assist(grid, places, withSync, likeliest);
        return match is not null && match.FalsePositiveProbability < best.Chance ? new Finding([match], grid.Tempo, pitch) : best;
    }
}

namespace VoiceWeb.Engine.Watermark;

/// <summary>Reads marks made with one key out of paths through a file. Not thread-safe: one per detection.</summary>
internal sealed class KeyReader
{
    // An eighth of the allowance for false alarms goes to code bits alone; the search decodes fewer than 128 times per file.
    private const int Tries = 8 * 128;
    private const int UnissuedShare = 64; // ids that the ledger does not know get one part in so many of what others get
    private const int Candidates = 3; // ids that are named when none is sure
    private const double LeastJudgedZ = 5; // of the code bits; with less there is no use in asking all cells

    // A sixteenth goes to the one place that the index finds likeliest, a frame early, there and a frame late, and one to all others: 107
    // per file, at most.
    private const int LikeliestTries = 16 * 3 * AssistedReader.Ways;
    private const int AssistedTries = 16 * 120 * AssistedReader.Ways;
    private const int ListSize = 32;
    private static readonly double AllIds = Math.Pow(2, WatermarkId.Bits);
    private const int LeastRun = 16; // blocks (1 s) that a stretch needs to be read on its own
    private const double SameRenderingZ = 2.5; // a stretch that fits a found id so well belongs to it
    private readonly WatermarkKey _key;
    private readonly PayloadCode _code;
    private readonly IWatermarkLedger? _ledger;
    private readonly int _keys;
    private readonly TailBitingDecoder _decoder = new();
    private readonly WordReader _words;
    private LedgerCode? _ledgerCode;

    /// <param name="key">The key.</param>
    /// <param name="ledger">The issued ids, if they are known.</param>
    /// <param name="keys">Keys that the file is searched with; every one is another chance to err.</param>
    public KeyReader(WatermarkKey key, IWatermarkLedger? ledger, int keys)
    {
        _key = key;
        _ledger = ledger;
        _keys = keys;
        Pattern = new MarkPattern(key);
        Trellis = new SyncTrellis(Pattern.Sync);
        _words = new WordReader(Pattern);
        _code = new PayloadCode(key);
    }

    /// <summary>The key's pattern.</summary>
    public MarkPattern Pattern { get; }

    /// <summary>Follows the pattern through a file.</summary>
    public SyncTrellis Trellis { get; }

    /// <summary>Everything that a path holds, best first; empty when it holds no speech.</summary>
    /// <param name="path">The course to read along.</param>
    /// <param name="blind">Whether ids outside the ledger are worth looking for; always done without a ledger.</param>
    /// <param name="stage">What stage of the search this is.</param>
    public List<WatermarkMatch> Read(MarkPath path, bool blind, StageAllowance stage)
    {
        var matches = new List<WatermarkMatch>();
        var trust = path.BandTrust(Pattern);
        var runs = Runs(path);
        var left = new List<(int From, int To)>(runs);
        while (left.Count > 0)
        {
            // All stretches together first; if they do not agree on one id, the longest alone.
            var likely = Likely(path, trust, left, blind || _ledger is null);
            if (likely.Count == 0)
            {
                break;
            }

            var match = Judge(path, likely[0], stage);
            if (match.FalsePositiveProbability >= WatermarkDetector.MarkedBelow)
            {
                var everywhere = left.ConvertAll(run => Range(path.Grid, run));
                matches.AddRange(likely.Skip(1).Prepend(match).Take(matches.Count > 0 ? 0 : Candidates).Select(m => m with { Ranges = everywhere }));
                break;
            }

            var word = _code.Encode(match.Id);
            var course = _words.Follow(path.Grid, word, WordsLike(match.Id), stage);
            var own = left.Where(run => left.Count == 1 || course.Path.Holds(run.From, run.To)
                || MarkStatistics.Z(word, path.SoftBits(Pattern, trust, run.From, run.To)) > SameRenderingZ).ToList();
            if (own.Count == 0)
            {
                break;
            }

            var ranges = course.Chance < WatermarkDetector.MarkedBelow ? Stretches(course.Path, word) : own.ConvertAll(run => Range(path.Grid, run));
            matches.Add(match with { Ranges = ranges });
            left.RemoveAll(own.Contains);
        }

        return matches;
    }

    /// <summary>Follows an id through a file over cuts and insertions, with everything that it would say known.</summary>
    /// <param name="grid">The file at one pitch and tempo.</param>
    /// <param name="candidate">A match that is not sure.</param>
    /// <param name="stage">What stage of the search this is.</param>
    public WatermarkMatch Follow(CellGrid grid, WatermarkMatch candidate, StageAllowance stage)
    {
        var course = _words.Follow(grid, _code.Encode(candidate.Id), WordsLike(candidate.Id), stage);
        return course.Chance >= candidate.FalsePositiveProbability ? candidate : candidate with
        {
            Score = course.Z,
            FalsePositiveProbability = course.Chance,
            Ranges = Stretches(course.Path, _code.Encode(candidate.Id)),
        };
    }

    /// <summary>The best of the renderings that the fingerprint named, if its mark shows once its speech is taken off.</summary>
    /// <param name="grid">The file at one pitch and tempo, unlimited.</param>
    /// <param name="places">The renderings and where they would stand.</param>
    /// <param name="withSync">Whether the synchronisation cells may speak too, see <see cref="AssistedReader.Z"/>.</param>
    /// <param name="likeliest">Whether this is the one place of the file that is judged alone.</param>
    public WatermarkMatch? Assist(CellGrid grid, IReadOnlyList<SketchPlace> places, bool withSync, bool likeliest)
    {
        WatermarkMatch? best = null;
        foreach (var place in places)
        {
            var z = AssistedReader.Z(grid, place, Pattern, _code.Encode(place.Id), withSync);
            var chance = MarkStatistics.FalseAlarm(z, _keys, likeliest ? LikeliestTries : AssistedTries);
            var second = MarkGrid.RowFrames / MarkGrid.FrameRate / grid.Tempo;
            var range = new WatermarkRange(Math.Max(0, -place.Start) * second, Math.Min(grid.Blocks, place.Sketch.Rows - place.Start) * second);
            Keep(ref best, new WatermarkMatch(place.Id, z, chance, _ledger?.Contains(place.Id), _key.Id, [range]) { Assisted = true });
        }

        return best;
    }

    /// <summary>
    /// Words that would be accepted as this one is: for every key, those of the ledger's ids, or of all ids. An id that was decoded without
    /// the ledger was chosen among all of them, also where there is a ledger.
    /// </summary>
    private double WordsLike(WatermarkId id) => _keys * (_ledger switch
    {
        null => AllIds,
        _ when _ledger.Contains(id) => _ledger.Ids.Count,
        _ => UnissuedShare * AllIds,
    });

    private WatermarkMatch Judge(MarkPath path, WatermarkMatch match, StageAllowance stage)
    {
        if (match.FalsePositiveProbability < WatermarkDetector.MarkedBelow || match.Score < LeastJudgedZ || !path.IsStraight)
        {
            return match;
        }

        var (chance, z) = _words.Straight(path, _code.Encode(match.Id), WordsLike(match.Id), stage);
        return chance < match.FalsePositiveProbability ? match with { Score = z, FalsePositiveProbability = chance } : match;
    }

    /// <summary>The best id of every long stretch and of all stretches together, without repetition, most credible first.</summary>
    private List<WatermarkMatch> Likely(MarkPath path, float[] trust, List<(int From, int To)> runs, bool blind)
    {
        var together = new float[MarkGrid.CodeBits];
        var matches = new List<WatermarkMatch>();
        foreach (var (from, to) in runs)
        {
            var soft = path.SoftBits(Pattern, trust, from, to);
            for (var i = 0; i < soft.Length; i++)
            {
                together[i] += soft[i];
            }

            if (runs.Count > 1 && to - from >= LeastRun)
            {
                Add(Decode(soft, blind));
            }
        }

        Add(Decode(together, blind));
        return [.. matches.OrderBy(match => match.FalsePositiveProbability).ThenByDescending(match => match.Score).DistinctBy(match => match.Id)];

        void Add(WatermarkMatch? match)
        {
            if (match is not null)
            {
                matches.Add(match);
            }
        }
    }

    private static void Keep(ref WatermarkMatch? best, WatermarkMatch? candidate)
    {
        if (candidate is not null && (best is null || candidate.FalsePositiveProbability < best.FalsePositiveProbability))
        {
            best = candidate;
        }
    }

    /// <summary>The most credible id for one set of soft bits.</summary>
    private WatermarkMatch? Decode(float[] soft, bool blind)
    {
        WatermarkMatch? best = null;
        if (_ledger is not null)
        {
            _ledgerCode ??= new LedgerCode(_code, _ledger.Ids);
            if (_ledgerCode.Best(soft) is var (id, z))
            {
                best = Match(id, z, MarkStatistics.FalseAlarm(z, (double)_keys * _ledger.Ids.Count, Tries), true);
            }
        }

        foreach (var payload in blind ? _decoder.Decode(soft, ListSize) : [])
        {
            if (!_code.IsValid(payload, out var id))
            {
                continue;
            }

            var z = MarkStatistics.Z(PayloadCode.Encode(payload), soft);
            var issued = _ledger?.Contains(id);
            var chance = MarkStatistics.FalseAlarm(z, WordsLike(id), Tries);
            if (issued == true)
            {
                // A random payload passes the 16 check bits and is an issued id: the list's length times both chances.
                var check = _keys * Tries * ListSize * Math.Pow(2, -16) * _ledgerCode!.Count / AllIds;
                chance = Math.Min(chance, check);
            }

            Keep(ref best, Match(id, z, chance, issued));
            break;
        }

        return best;
    }

    private WatermarkMatch Match(WatermarkId id, double z, double chance, bool? issued) => new(id, z, chance, issued, _key.Id, []);

    // Synchronisation looks the same for all ids of a key, so every stretch is asked for its own code bits.
    private List<WatermarkRange> Stretches(MarkPath path, CodeWord word)
    {
        var trust = path.BandTrust(Pattern);
        return [.. path.Stretches()
            .Where(stretch => MarkStatistics.Z(word, path.SoftBits(Pattern, trust, stretch.From, stretch.To)) > SameRenderingZ)
            .Select(stretch => Range(path.Grid, stretch))];
    }

    private static List<(int From, int To)> Runs(MarkPath path)
    {
        // A creep of a frame keeps a run together, a jump ends it.
        var runs = new List<(int From, int To)>();
        var start = -1;
        for (var block = 0; block <= path.Lags.Length; block++)
        {
            var lag = block < path.Lags.Length ? path.Lags[block] : (short)-1;
            var before = block > 0 ? path.Lags[block - 1] : (short)-1;
            var continues = start >= 0 && lag >= 0 && Distance(lag, before) <= 1;
            if (start >= 0 && !continues)
            {
                runs.Add((start, block));
                start = -1;
            }

            if (start < 0 && lag >= 0)
            {
                start = block;
            }
        }

        return runs;
    }

    private static int Distance(int a, int b)
    {
        var distance = Math.Abs(a - b);
        return Math.Min(distance, MarkGrid.PeriodFrames - distance);
    }

    private static WatermarkRange Range(CellGrid grid, (int From, int To) run)
    {
        var second = MarkGrid.RowFrames / MarkGrid.FrameRate / grid.Tempo;
        return new WatermarkRange(run.From * second, run.To * second);
    }
}

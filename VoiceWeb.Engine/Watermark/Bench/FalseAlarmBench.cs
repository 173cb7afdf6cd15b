using System.Diagnostics;
using System.Globalization;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Looks for marks where there are none. Can be stopped and taken up again.</summary>
/// <param name="clipFolder">Folder with clean clips of many voices.</param>
/// <param name="log">File of results so far, one line per file; null: nothing is kept.</param>
/// <param name="note">Told about progress.</param>
public sealed class FalseAlarmBench(string clipFolder, string? log, Action<string> note)
{
    private const double Tail = 0.05;
    private const int Remembered = 8; // clips whose sketches are in the index

    /// <summary>Runs the bench.</summary>
    /// <param name="files">Files wanted in all.</param>
    /// <param name="ledgerIds">Ids in the ledger.</param>
    /// <param name="limit">No new file begins after this time.</param>
    /// <param name="cancellationToken">Stops the bench.</param>
    /// <exception cref="MarkBenchException">There are no clips.</exception>
    public FalseAlarmReport Run(int files, int ledgerIds, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        var clips = BenchClip.ReadFolder(clipFolder);
        var source = new UnmarkedFiles([.. clips.Select(clip => clip.Audio)]);

        // The hardest files for a reader with sketches are those of speech that was rendered and marked, without the mark.
        var marker = new Watermarker(MarkBench.Key);
        var remembered = clips.Take(Remembered).Select(clip => BenchClip.Mark(clip.Name, clip.Audio, marker)).ToArray();
        var ledger = new BenchLedger(remembered.Select(clip => clip.Id), ledgerIds, 23);
        var index = new SketchIndex();
        foreach (var clip in remembered)
        {
            index.Add(clip.Id, clip.Sketch);
        }

        var detector = new WatermarkDetector([MarkBench.Key]);
        var chances = log is not null && File.Exists(log)
            ? File.ReadLines(log).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToList()
            : [];
        while (chances.Count < files && (limit == Timeout.InfiniteTimeSpan || started.Elapsed < limit))
        {
            var (found, _) = detector.Search(source.Make(chances.Count), ledger, index, cancellationToken);

            // Too little sound to tell counts as a file that gave nothing.
            chances.Add(Math.Min(found?.Chance ?? double.MaxValue, 1e30));
            if (log is not null)
            {
                File.AppendAllText(log, chances[^1].ToString("R", CultureInfo.InvariantCulture) + "\n");
            }

            if (chances.Count % 200 == 0)
            {
                note(string.Create(CultureInfo.InvariantCulture, $"{chances.Count} files, smallest bound {chances.Min():0.0e0}, {started.Elapsed.TotalSeconds:0} s."));
            }
        }

        return Report(chances);
    }

    private static FalseAlarmReport Report(List<double> chances)
    {
        var scores = chances.Select(chance => -Math.Log(chance)).Order().ToArray();
        var from = scores.Length == 0 ? 0 : scores[(int)((1 - Tail) * (scores.Length - 1))];
        var excess = scores.Where(score => score > from).Select(score => score - from).DefaultIfEmpty(0).Average();
        var perFile = excess <= 0 ? 0 : Tail * Math.Exp(-(-Math.Log(WatermarkDetector.MarkedBelow) - from) / excess);
        return new FalseAlarmReport(
            chances.Count,
            chances.Count(chance => chance < WatermarkDetector.MarkedBelow),
            chances.Count(chance => chance is >= WatermarkDetector.MarkedBelow and < WatermarkDetector.TraceBelow),
            chances.DefaultIfEmpty(1).Min(),
            excess,
            perFile,
            Enumerable.Range(0, chances.Count).GroupBy(number => UnmarkedFiles.Kinds[number % UnmarkedFiles.Kinds.Count]).ToDictionary(kind => kind.Key, kind => kind.Count()));
    }
}

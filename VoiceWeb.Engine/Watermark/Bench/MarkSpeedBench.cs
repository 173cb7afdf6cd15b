using System.Diagnostics;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Times marking, finding and the ledger, by the processor time of this process, so that other work on the machine disturbs less.</summary>
/// <param name="clipFolder">Folder with clean clips; the longest of the first four is taken.</param>
public sealed class MarkSpeedBench(string clipFolder)
{
    private const int Rounds = 9;
    private const double WarmSeconds = 3; // of processor time: methods are compiled a second time, for speed, only after many calls
    private const int Ledger = 1_000_000;

    /// <summary>Runs the bench.</summary>
    /// <exception cref="MarkBenchException">There are no clips.</exception>
    public MarkSpeedReport Run(CancellationToken cancellationToken)
    {
        var clean = BenchClip.ReadFolder(clipFolder).Take(4).MaxBy(clip => clip.Audio.Seconds).Audio;
        var marker = new Watermarker(MarkBench.Key);
        var detector = new WatermarkDetector([MarkBench.Key]);
        var id = new WatermarkId(0x5eed_0be4_c401);
        var ledger = new BenchLedger([id], 100_000, 21);
        var marked = marker.Mark(clean, id).Audio;
        var code = new PayloadCode(MarkBench.Key);
        var million = new BenchLedger([id], Ledger - 1, 22);
        var words = new LedgerCode(code, million.Ids);
        var soft = Enumerable.Range(0, MarkGrid.CodeBits).Select(i => (float)Math.Sin(i * i)).ToArray();
        double Time(Action action)
        {
            for (var begun = Process.GetCurrentProcess().TotalProcessorTime; (Process.GetCurrentProcess().TotalProcessorTime - begun).TotalSeconds < WarmSeconds;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                action();
            }

            var best = double.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var before = Process.GetCurrentProcess().TotalProcessorTime;
                action();
                best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
            }

            return best;
        }

        return new MarkSpeedReport(
            clean.Seconds,
            clean.Seconds / Time(() => marker.Mark(clean, id)),
            clean.Seconds / Time(() => detector.Detect(marked, ledger, cancellationToken)),
            clean.Seconds / Time(() => detector.Detect(clean, ledger, cancellationToken)),
            Ledger,
            Time(() => _ = new LedgerCode(code, million.Ids)),
            Time(() => words.Best(soft)));
    }
}

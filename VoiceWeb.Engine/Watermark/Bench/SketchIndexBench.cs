using System.Diagnostics;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Fills an index with many renderings and asks it for damaged ones.</summary>
/// <param name="clipFolder">Folder with clean clips.</param>
/// <param name="attacks">Attacks to do to them.</param>
public sealed class SketchIndexBench(string clipFolder, IReadOnlyList<string> attacks)
{
    /// <summary>Attacks that leave little of the speech as it was.</summary>
    public static IReadOnlyList<string> UsualAttacks { get; } = ["opus_12", "noise_10", "gsm", "rerecord_far", "crop_3s"];

    /// <summary>Runs the bench.</summary>
    /// <param name="sketches">Renderings in the index, those of the clips included.</param>
    /// <param name="most">Clips to ask for, at most.</param>
    /// <param name="limit">No new question begins after this time.</param>
    /// <param name="cancellationToken">Stops the bench.</param>
    /// <exception cref="MarkBenchException">The folder or an attack is missing.</exception>
    public SketchIndexReport Run(int sketches, int most, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        var sources = BenchClip.ReadFolder(clipFolder);
        var marker = new Watermarker(MarkBench.Key);
        var clips = sources.Take(most).Select(source => BenchClip.Mark(source.Name, source.Audio, marker)).ToArray();
        var ledger = new BenchLedger([], Math.Max(0, sketches - clips.Length), 19);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new SketchIndex();
        var building = Time(() => BenchSketches.Add(index, [.. clips.Select(clip => clip.Sketch)], ledger.Ids, 20));
        foreach (var clip in clips)
        {
            index.Add(clip.Id, clip.Sketch);
        }

        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        int queries = 0, first = 0, named = 0;
        double anywhere = 0, aligned = 0;
        foreach (var clip in clips)
        {
            foreach (var attack in attacks.Select(name => MarkAttacks.All.FirstOrDefault(a => a.Name == name) ?? throw new MarkBenchException($"There is no attack {name}.")))
            {
                if (queries > 0 && limit != Timeout.InfiniteTimeSpan && started.Elapsed > limit)
                {
                    break;
                }

                using var programs = new AttackPrograms();
                var context = new AttackContext($"index/{clip.Name}/{attack.Name}", [.. sources.Where(s => s.Name != clip.Name).Select(s => s.Audio)], programs, cancellationToken);
                var grid = Grid(Samples.Quantise(attack.Damage(clip.Marked, context)), cancellationToken);
                List<SketchPlace> places = [];
                anywhere += Time(() => places = index.FindAnywhere(grid, cancellationToken));
                aligned += Time(() => index.FindAligned(grid, 3, cancellationToken));
                queries++;
                first += places.Count > 0 && places[0].Id == clip.Id ? 1 : 0;
                named += places.Any(place => place.Id == clip.Id) ? 1 : 0;
            }
        }

        return new SketchIndexReport(index.Count, memory / 1e9, queries, first, named, anywhere / queries, aligned / queries, building);
    }

    private static CellGrid Grid(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var signal = new float[(int)((long)audio.Samples.Length * MarkGrid.Rate / audio.SampleRate)];
        new MarkResampler(audio.SampleRate, MarkGrid.Rate).Resample(audio.Samples, 0, signal, 0);
        return new CellGrid(new BandEvidence(new MarkSpectrogram(signal, cancellationToken), 1), 1, limited: false);
    }

    private static double Time(Action action)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        action();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
    }
}

using System.Globalization;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>What a bench found. Only ratios within one report mean something: variants ran in turn, on the same machine, under the same load.</summary>
/// <param name="Bench">Which bench.</param>
/// <param name="Runtime">ONNX Runtime and provider.</param>
/// <param name="Cores">Cores of the machine.</param>
/// <param name="LoadAverage">Load average of the last minute when it ended; null where the system does not tell.</param>
/// <param name="PeakBytes">Most resident memory of the process so far.</param>
/// <param name="Figures">What was measured; the first is the baseline.</param>
public sealed record BenchReport(string Bench, string Runtime, int Cores, double? LoadAverage, long PeakBytes, IReadOnlyList<BenchFigure> Figures)
{
    /// <summary>A table for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{Bench}: {Runtime}, {Cores} cores, load {LoadAverage:0.0}, peak {PeakBytes / 1048576} MB");
        foreach (var figure in Figures)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  {figure.Name,-34} min {figure.MinMs,9:0.00} ms  median {figure.MedianMs,9:0.00} ms  cpu {figure.CpuMs,9:0.00} ms  x{Figures[0].MinMs / figure.MinMs,5:0.00} (min)  x{Figures[0].MedianMs / figure.MedianMs,5:0.00} (median) x{Figures[0].CpuMs / figure.CpuMs,5:0.00} (cpu)  {figure.Runs} runs  {figure.Note}");
        }
    }
}

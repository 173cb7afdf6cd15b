using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Engine;

namespace VoiceWeb.Voices;

/// <summary>Draws the curve of a recording and that of the voice learned from it.</summary>
public sealed partial class CurvePicture
{
    private const double Width = 420, Height = 150;
    private static readonly double[] Decades = [100, 200, 500, 1_000, 2_000, 5_000, 10_000];

    /// <summary>What is drawn.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What the axes mean.</summary>
    [Parameter, EditorRequired]
    public required string Unit { get; set; }

    /// <summary>The recording's curve.</summary>
    [Parameter]
    public FitCurve? Clip { get; set; }

    /// <summary>The voice's curve.</summary>
    [Parameter]
    public FitCurve? Voice { get; set; }

    /// <summary>Whether the frequency axis is logarithmic.</summary>
    [Parameter]
    public bool Logarithmic { get; set; }

    private IEnumerable<FitCurve> Curves => new[] { Clip, Voice }.OfType<FitCurve>().Where(c => c.X.Count > 1);

    private double Left => Curves.Select(c => c.X.Where(x => !Logarithmic || x > 0).DefaultIfEmpty(1).Min()).DefaultIfEmpty(0).Min();

    private double Right => Curves.Select(c => c.X.Max()).DefaultIfEmpty(1).Max();

    private string Points(FitCurve curve)
    {
        var low = Curves.SelectMany(c => c.Y).DefaultIfEmpty(0).Min();
        var high = Curves.SelectMany(c => c.Y).DefaultIfEmpty(1).Max();
        var span = Math.Max(1e-9, high - low);
        return string.Join(' ', curve.X.Zip(curve.Y)
            .Where(point => !Logarithmic || point.First > 0)
            .Select(point => string.Create(
                CultureInfo.InvariantCulture, $"{X(point.First):0.0},{Height - (point.Second - low) / span * (Height - 8) - 4:0.0}")));
    }

    private IEnumerable<(double X, string Label)> Ticks()
    {
        double[] at = Logarithmic
            ? [.. Decades.Where(hz => hz > Left && hz < Right)]
            : [.. Enumerable.Range(1, 4).Select(i => Math.Round((Left + (Right - Left) * i / 5) / 10) * 10)];
        return at.Select(hz => (X(hz), hz >= 1_000 ? $"{hz / 1_000:0.#}k" : hz.ToString("0", CultureInfo.InvariantCulture)));
    }

    private double X(double hz)
    {
        var share = Logarithmic
            ? Math.Log(hz / Left) / Math.Max(1e-9, Math.Log(Right / Left))
            : (hz - Left) / Math.Max(1e-9, Right - Left);
        return share * Width;
    }

    private static string At(double x) => x.ToString("0.0", CultureInfo.InvariantCulture);
}

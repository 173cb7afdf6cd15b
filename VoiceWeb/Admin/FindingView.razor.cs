using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace VoiceWeb.Admin;

/// <summary>Shows a finding; on the page of tracing and in a case file.</summary>
public sealed partial class FindingView
{
    private const double ShareShown = 0.002; // of tempo and pitch; less is measuring error

    /// <summary>The finding.</summary>
    [Parameter, EditorRequired]
    public required Detection Finding { get; set; }

    private IEnumerable<(string Key, string Value)> Facts()
    {
        yield return ("Fact.Probability", InWords(Finding.FalsePositiveProbability));
        if (Finding.MarkId is { } mark)
        {
            yield return ("Fact.Mark", mark);
        }

        yield return ("Fact.Length", Text["Fact.LengthValue", One(Finding.Seconds), One(Finding.ActiveSeconds)]);
        if (Finding.Tempo is { } tempo && Math.Abs(tempo - 1) > ShareShown)
        {
            yield return ("Fact.Tempo", tempo.ToString("P1", CultureInfo.CurrentCulture));
        }

        if (Finding.Pitch is { } pitch && Math.Abs(pitch - 1) > ShareShown)
        {
            yield return ("Fact.Pitch", pitch.ToString("P1", CultureInfo.CurrentCulture));
        }

        if (Crop() is { } crop)
        {
            yield return ("Fact.Crop", crop);
        }

        yield return ("Fact.File", Finding.FileSha256);
    }

    // How much of the whole recording the file holds, and in how many pieces.
    private string? Crop()
    {
        if (Finding.Renderings is not [{ RenderingSeconds: { } whole, Ranges: [{ RenderingStartSeconds: not null }, ..] ranges }, ..])
        {
            return null;
        }

        var tempo = Finding.Tempo ?? 1;
        var held = Math.Min(whole, ranges.Sum(range => (range.EndSeconds - range.StartSeconds) * tempo));
        return Text["Fact.CropValue", One(held), One(whole), ranges.Count];
    }

    private string InRecording(FoundRendering rendering, FoundRange range) => range.RenderingStartSeconds is { } start
        ? Text["Line.Seconds", One(start), One(Math.Min(rendering.RenderingSeconds ?? double.MaxValue, start + ((range.EndSeconds - range.StartSeconds) * (Finding.Tempo ?? 1))))]
        : Text["Line.NotTold"];

    private string At(double seconds) => (1000 * seconds / Math.Max(0.1, Finding.Seconds)).ToString("0.#", CultureInfo.InvariantCulture);

    private string InWords(double probability) => probability switch
    {
        >= 0.5 => Text["Probability.Likely"],
        >= 1e-3 => Text["Probability.OneIn", (1 / probability).ToString("N0", CultureInfo.CurrentCulture)],
        >= 1e-6 => Text["Probability.OneIn", (Math.Round(1 / probability / 1_000) * 1_000).ToString("N0", CultureInfo.CurrentCulture)],
        >= 1e-12 => Text["Probability.OneInMillions", (1 / probability / 1e6).ToString("N0", CultureInfo.CurrentCulture)],
        _ => Text["Probability.Never"],
    };

    private static string IconOf(LayerFinding layer) => layer.State switch
    {
        LayerFinding.Found => Icons.Material.Outlined.CheckCircle,
        LayerFinding.Contradicts => Icons.Material.Outlined.ErrorOutline,
        LayerFinding.Unclear => Icons.Material.Outlined.HelpOutline,
        _ => Icons.Material.Outlined.RemoveCircleOutline,
    };

    private static string One(double value) => value.ToString("0.0", CultureInfo.CurrentCulture);
}

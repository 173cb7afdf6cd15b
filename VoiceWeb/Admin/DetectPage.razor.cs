using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>Drop any sound file: is it ours, and whose job made it? The script beside it sends the file and hands back the answer.</summary>
public sealed partial class DetectPage : IAsyncDisposable
{
    private ElementReference _drop;
    private IJSObjectReference? _module;
    private IJSObjectReference? _zone;
    private DotNetObjectReference<DetectPage>? _self;
    private string? _examining;
    private string? _name;
    private Detection? _found;
    private Refusal? _refusal;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    private string Explanation => _found switch
    {
        { Verdict: "marked", Origin: "other" } => Text["Explain.Other"],
        { Verdict: "marked", Origin: "unknown" } => Text["Explain.Unknown"],
        { Verdict: "marked", Trace: null } => Text["Explain.NoTrace"],
        { Verdict: "marked" } => Text["Explain.Marked"],
        { Verdict: "inconclusive" } => Text["Explain.Inconclusive"],
        _ => Text["Explain.NotFound"],
    };

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Admin/DetectPage.razor.js");
            _zone = await _module.InvokeAsync<IJSObjectReference>("attach", _drop, _self);
        }
    }

    /// <summary>A file was chosen and is on its way.</summary>
    [JSInvokable]
    public void Begin(string name)
    {
        (_examining, _name, _found, _refusal) = (name, name, null, null);
        StateHasChanged();
    }

    /// <summary>The file was examined.</summary>
    [JSInvokable]
    public void Found(Detection found)
    {
        (_examining, _found) = (null, found);
        StateHasChanged();
    }

    /// <summary>The file was refused.</summary>
    [JSInvokable]
    public void Refused(string code, string sentence)
    {
        _examining = null;
        _refusal = new Invalid(code, sentence) { Arguments = [sentence] };
        StateHasChanged();
    }

    private IEnumerable<(string Key, string Value)> Measurements()
    {
        var found = _found!;
        yield return ("Fact.Probability", InWords(found.FalsePositiveProbability));
        if (found.Verdict == "marked")
        {
            yield return ("Fact.Confidence", found.Confidence.ToString("P6", CultureInfo.CurrentCulture));
            if (found.MarkId is { } mark)
            {
                yield return ("Fact.Mark", mark);
            }
        }

        yield return ("Fact.Length", Text["Fact.LengthValue", One(found.Seconds), One(found.ActiveSeconds)]);
        if (found.Ranges.Count > 0)
        {
            yield return ("Fact.Where", string.Join(", ", found.Ranges.Select(range => $"{One(range.StartSeconds)}–{One(range.EndSeconds)} s")));
        }

        if (found.Tempo is { } tempo && Math.Abs(tempo - 1) > 0.002)
        {
            yield return ("Fact.Tempo", tempo.ToString("P1", CultureInfo.CurrentCulture));
        }

        yield return ("Fact.File", found.FileSha256);
    }

    private IEnumerable<(string Key, string Icon, string Words, IEnumerable<(string Name, string Fact)> Facts)> Steps(MarkTrace trace)
    {
        yield return ("Trace.Rendering", Icons.Material.Outlined.GraphicEq,
            Text["Trace.RenderingWords", When(trace.CreatedAt), Text[$"Trace.Purpose.{trace.Purpose}"]],
            [("Trace.RenderingId", trace.RenderingId.ToString()), ("Trace.TextHash", trace.TextSha256)]);
        yield return ("Trace.Person", Icons.Material.Outlined.Person,
            trace.PersonName.Length > 0 ? trace.PersonName : Text["Trace.Gone"],
            [("Trace.PersonId", trace.PersonId)]);
        yield return ("Trace.Voice", Icons.Material.Outlined.RecordVoiceOver,
            trace.VoiceState is null ? Text["Trace.VoiceOnce"] : Text["Trace.VoiceWords", trace.VoiceName, Text[$"Trace.VoiceState.{trace.VoiceState}"]],
            trace.ClipSha256.Select(hash => ("Trace.ClipHash", hash)));
        yield return ("Trace.Consent", Icons.Material.Outlined.HowToReg, ConsentWords(trace),
            trace.ConsentId is { } id ? [("Trace.ConsentId", id.ToString())] : []);
    }

    private string ConsentWords(MarkTrace trace) => trace switch
    {
        { ConsentId: null } => Text["Trace.ConsentNone"],
        { ConsentState: null } => Text["Trace.ConsentAttested"],
        _ => Text[
            "Trace.ConsentWords",
            trace.ConsentByName ?? "",
            trace.ConsentGivenAt is { } given ? When(given) : "",
            trace.ReviewerName ?? "",
            Text[$"Trace.ConsentState.{trace.ConsentState}"],
            trace.ConsentEndsAt is { } ends ? ends.ToLocalTime().ToString("d", CultureInfo.CurrentCulture) : ""],
    };

    private string InWords(double probability) => probability switch
    {
        >= 0.5 => Text["Probability.Likely"],
        >= 1e-3 => Text["Probability.OneIn", (1 / probability).ToString("N0", CultureInfo.CurrentCulture)],
        >= 1e-6 => Text["Probability.OneIn", (Math.Round(1 / probability / 1_000) * 1_000).ToString("N0", CultureInfo.CurrentCulture)],
        >= 1e-12 => Text["Probability.OneInMillions", (1 / probability / 1e6).ToString("N0", CultureInfo.CurrentCulture)],
        _ => Text["Probability.Never"],
    };

    private static string When(DateTimeOffset at) => at.ToLocalTime().ToString("f", CultureInfo.CurrentCulture);

    private static string One(double value) => value.ToString("0.0", CultureInfo.CurrentCulture);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_zone is not null)
            {
                await _zone.InvokeVoidAsync("detach");
                await _zone.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }

        _self?.Dispose();
    }
}

using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Admin;

/// <summary>
/// Drop, paste or record any sound: is it ours, and whose job made it? The script beside it sends the file, hands back the answer, and
/// keeps the file in the browser to be compared with the stored one.
/// </summary>
public sealed partial class DetectPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _zone;
    private ElementReference _compare;
    private DotNetObjectReference<DetectPage>? _self;
    private bool _recording;
    private string? _examining;
    private string? _name;
    private Detection? _found;
    private Refusal? _refusal;
    private string _reason = "";
    private Guid? _case;
    private bool _comparing;
    private Refusal? _caseRefusal;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required CaseDesk Desk { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    private string Explanation => _found switch
    {
        { Origin: "other" } => Text["Explain.Other"],
        { Origin: "unknown" } => Text["Explain.Unknown"],
        { Origin: "yours", Trace: null } => Text["Explain.NoTrace"],
        { Origin: "yours", Verdict: "marked" } => Text["Explain.Marked"],
        { Origin: "yours" } => Text["Explain.Labelled"],
        { MadeHere: "inconclusive" } => Text["Explain.Inconclusive"],
        _ => Text["Explain.NotFound"],
    };

    private PageScript Script => field ??= new(Js, "./Admin/DetectPage.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await Script.AttachAsync(_zone, _self);
            StateHasChanged(); // the page can record from now on
        }

        if (_comparing)
        {
            _comparing = false;
            await (await Script.AttachedAsync()).InvokeVoidAsync("compare", _compare, _case);
        }
    }

    /// <summary>A file was chosen and is on its way.</summary>
    [JSInvokable]
    public void Begin(string name)
    {
        (_examining, _name, _found, _refusal, _case, _caseRefusal, _reason) = (name, name, null, null, null, null, "");
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

    private async Task RecordAsync()
    {
        _refusal = null;
        if (_recording)
        {
            _recording = false;
            await (await Script.AttachedAsync()).InvokeVoidAsync("stop", Text["Detect.RecordingName"].Value);
        }
        else if (await (await Script.AttachedAsync()).InvokeAsync<string?>("record") is { } inTheWay)
        {
            _refusal = new Invalid($"microphone-{inTheWay}", "The microphone cannot be used.");
        }
        else
        {
            _recording = true;
        }
    }

    private async Task OpenCaseAsync()
    {
        var opened = await Desk.OpenAsync(User, _found!.FileSha256, _reason, _leaving.Token);
        (_case, _caseRefusal, _comparing) = opened.Succeeded ? (opened.Value, null, true) : ((Guid?)null, opened.Refusal, false);
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await Script.DisposeAsync();
        _self?.Dispose();
    }
}

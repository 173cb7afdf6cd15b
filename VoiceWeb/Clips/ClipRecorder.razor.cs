using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;
using VoiceWeb.Shell;

namespace VoiceWeb.Clips;

/// <summary>Records from the microphone. The sound stays in the browser until its maker sends it, over HTTP.</summary>
public sealed partial class ClipRecorder : IAsyncDisposable
{
    private RecorderState _state;
    private Refusal? _refusal;
    private ReadingScript _script = ReadingScript.ForCurrentCulture();
    private bool _readScript = true;
    private string _transcript = "";
    private ElementReference _panel;

    private enum RecorderState
    {
        Idle,
        Asking,
        Recording,
        Recorded,
        Sending,
    }

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Raised when the take became a recording in the library.</summary>
    [Parameter]
    public EventCallback OnAdded { get; set; }

    private PageScript Script => field ??= new(Js, "./Clips/ClipRecorder.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Script.AttachAsync(_panel);
        }
        else if (_state == RecorderState.Recording)
        {
            await (await Script.AttachedAsync()).InvokeVoidAsync("meter"); // the meter has just come on screen
        }
    }

    private void Choose(ReadingScript script) => _script = script;

    private async Task StartAsync()
    {
        _refusal = null;
        _state = RecorderState.Asking;
        var failure = await (await Script.AttachedAsync()).InvokeAsync<string?>("start");
        _state = failure is null ? RecorderState.Recording : RecorderState.Idle;
        _refusal = failure is null ? null : ClipRefusals.Microphone(failure);
    }

    private async Task StopAsync()
    {
        await (await Script.AttachedAsync()).InvokeVoidAsync("stop");
        _state = RecorderState.Recorded;
    }

    private async Task SendAsync()
    {
        _state = RecorderState.Sending;
        _refusal = null;
        var answer = await (await Script.AttachedAsync()).InvokeAsync<ReceivedProblem?>(
            "send", Text["Record.FileName"].Value, _script.Language, _readScript ? _script.Text : _transcript);
        if (answer is not null)
        {
            _refusal = answer.ToRefusal();
            _state = RecorderState.Recorded;
            return;
        }

        _state = RecorderState.Idle;
        await OnAdded.InvokeAsync();
    }

    public ValueTask DisposeAsync() => Script.DisposeAsync();
}

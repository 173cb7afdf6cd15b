using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>Asks for words, records the statement in the browser and sends it over HTTP.</summary>
public sealed partial class StatementStep : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Challenge? _challenge;
    private bool _recording;
    private bool _taken;
    private bool _working;
    private Refusal? _refusal;
    private ElementReference _panel;
    private IJSObjectReference? _module;
    private IJSObjectReference? _recorder;

    [Inject]
    public required IssueChallenge Issue { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The consent that was begun.</summary>
    [Parameter, EditorRequired]
    public required Guid ConsentId { get; set; }

    /// <summary>Its voice.</summary>
    [Parameter, EditorRequired]
    public required Guid VoiceId { get; set; }

    /// <summary>How often words can still be asked for today.</summary>
    [Parameter]
    public int AttemptsLeft { get; set; }

    /// <summary>Raised once the statement was taken.</summary>
    [Parameter]
    public EventCallback OnSpoken { get; set; }

    /// <summary>Raised when the passkey has to confirm again.</summary>
    [Parameter]
    public EventCallback OnStepUpOver { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Consent/StatementStep.razor.js");
            _recorder = await _module.InvokeAsync<IJSObjectReference>("attach", _panel);
        }
        else if (_recording && _recorder is not null)
        {
            await _recorder.InvokeVoidAsync("meter"); // the meter has just come on screen
        }
    }

    private async Task AskAsync()
    {
        _working = true;
        var issued = await Issue.IssueAsync(User, ConsentId, _leaving.Token);
        _working = false;
        _refusal = issued.Refusal;
        if (issued.Succeeded)
        {
            _challenge = issued.Value;
            AttemptsLeft = issued.Value.AttemptsLeft;
            _taken = false;
        }
        else if (issued.Refusal.Code == "consent-step-up-missing")
        {
            await OnStepUpOver.InvokeAsync();
        }
    }

    private async Task RecordAsync()
    {
        _taken = false;
        var failure = await _recorder!.InvokeAsync<string?>("start");
        _refusal = failure is null ? null : ConsentRefusals.Microphone(failure);
        _recording = failure is null;
    }

    private async Task StopAsync()
    {
        await _recorder!.InvokeVoidAsync("stop");
        (_recording, _taken) = (false, true);
    }

    private async Task SendAsync()
    {
        _working = true;
        var problem = await _recorder!.InvokeAsync<ReceivedProblem?>("send", ConsentId, _challenge!.Id);
        _working = false;
        _refusal = problem?.ToRefusal();
        if (problem is null)
        {
            await OnSpoken.InvokeAsync();
        }
        else if (problem.Code == "consent-challenge-closed")
        {
            (_challenge, _taken) = (null, false); // new words are needed
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        try
        {
            if (_recorder is not null)
            {
                await _recorder.InvokeVoidAsync("close");
                await _recorder.DisposeAsync();
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
    }
}

using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Shell;

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

    private PageScript Script => field ??= new(Js, "./Consent/StatementStep.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Script.AttachAsync(_panel);
        }
        else if (_recording)
        {
            await (await Script.AttachedAsync()).InvokeVoidAsync("meter"); // the meter has just come on screen
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
        var failure = await (await Script.AttachedAsync()).InvokeAsync<string?>("start");
        _refusal = failure is null ? null : ConsentRefusals.Microphone(failure);
        _recording = failure is null;
    }

    private async Task StopAsync()
    {
        await (await Script.AttachedAsync()).InvokeVoidAsync("stop");
        (_recording, _taken) = (false, true);
    }

    private async Task SendAsync()
    {
        _working = true;
        var problem = await (await Script.AttachedAsync()).InvokeAsync<ReceivedProblem?>("send", ConsentId, _challenge!.Id);
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
        await Script.DisposeAsync();
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Consent;

/// <summary>The steps of a consent, one at a time.</summary>
public sealed partial class ConsentPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ConsentProgress? _progress; // null while loading
    private NoticeText? _notice;
    private ConsentStepName _step;
    private Guid _consentId;
    private bool _mine = true;
    private bool _sent;
    private bool _working;
    private Refusal? _refusal;

    internal enum ConsentStepName
    {
        Whose,
        Notice,
        StepUp,
        Speak,
    }

    [Inject]
    public required ConsentDesk Desk { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The voice.</summary>
    [Parameter]
    public Guid VoiceId { get; set; }

    private PageScript Script => field ??= new(Js, "./Consent/ConsentPage.razor.js");

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await Desk.FindAsync(User, VoiceId, _leaving.Token);
        _refusal = found.Refusal;
        _progress = found.Succeeded ? found.Value : null;
        _notice = found.Succeeded ? ConsentNotice.For(CultureInfo.CurrentUICulture, found.Value.School) : null;
    }

    private void Go(ConsentStepName step) => (_step, _refusal) = (step, null);

    private void Refuse(Refusal refusal) => _refusal = refusal;

    private void StartedAsync(Guid consentId)
    {
        _consentId = consentId;
        Go(ConsentStepName.StepUp);
    }

    private async Task StepUpAsync()
    {
        _working = true;
        var problem = await (await Script.ModuleAsync()).InvokeAsync<ReceivedProblem?>("confirm", _consentId);
        _working = false;
        if (problem is null)
        {
            Go(ConsentStepName.Speak);
        }
        else
        {
            _refusal = problem.Code == "cancelled" ? ConsentRefusals.StepUpCancelled() : problem.ToRefusal();
        }
    }

    private async Task SpokenAsync()
    {
        _sent = true;
        await LoadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await Script.DisposeAsync();
    }
}

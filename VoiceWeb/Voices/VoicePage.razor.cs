using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Voices;

/// <summary>One voice: how far it is, what was found, what it was used for, and the way to take it back.</summary>
public sealed partial class VoicePage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly ReaderLanguage _language = new();
    private VoiceDetail? _detail; // null while loading
    private IReadOnlyList<ConsentSummary> _consents = [];
    private WithdrawalReceipt? _receipt;
    private IReadOnlyList<string> _models = [];
    private string _model = VoiceModelName.Builtin;
    private Refusal? _refusal;

    [Inject]
    public required VoiceLibrary Library { get; init; }

    [Inject]
    public required ConsentDesk Consents { get; init; }

    [Inject]
    public required WithdrawConsent Withdraw { get; init; }

    [Inject]
    public required LearnVoice Learn { get; init; }

    [Inject]
    public required LearningProgress Learning { get; init; }

    [Inject]
    public required SpokenLanguages Speech { get; init; }

    [Inject]
    public required ChangeVoiceModel ChangeModel { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The voice.</summary>
    [Parameter]
    public Guid VoiceId { get; set; }

    protected override void OnInitialized() => Learning.Changed += Refresh;

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await Library.FindAsync(User, VoiceId, _leaving.Token);
        _refusal = found.Refusal;
        _detail = found.Succeeded ? found.Value : null;
        if (_detail is not null)
        {
            _model = _detail.Voice.Model;
            _models = [.. Speech.Usable.Union([_model])];
            _consents = await Consents.ListAsync(User, VoiceId, _leaving.Token);
            _receipt = _detail.Voice.State == VoiceState.Withdrawn
                ? await Withdraw.FindReceiptAsync(User, VoiceId, _leaving.Token)
                : null;
        }
    }

    // Comes from a worker thread; only the circuit's own context may render.
    private void Refresh(Guid voiceId)
    {
        if (voiceId == VoiceId)
        {
            _ = InvokeAsync(() => _language.DoAsync(async () =>
            {
                if (!_leaving.IsCancellationRequested)
                {
                    await LoadAsync();
                    StateHasChanged();
                }
            }));
        }
    }

    private async Task RetryAsync() => _refusal = await Learn.RetryAsync(User, VoiceId, _leaving.Token);

    private async Task ChangeModelAsync()
    {
        var changed = await ChangeModel.ChangeAsync(User, VoiceId, _model, _leaving.Token);
        await LoadAsync();
        _refusal = changed.Refusal;
    }

    private async Task FreezeAsync() => await ChangeAsync(await Library.FreezeAsync(User, VoiceId, _leaving.Token));

    private async Task ReleaseAsync() => await ChangeAsync(await Library.ReleaseAsync(User, VoiceId, _leaving.Token));

    private async Task ChangeAsync(Result<VoiceState> changed)
    {
        await LoadAsync();
        _refusal = changed.Refusal;
    }

    private void GoToLibrary() => Navigation.NavigateTo("/voices");

    private string NameOf(VoiceSummary voice) => voice.IsSample ? Text["Sample.Name"] : voice.Name;

    private string OwnerLine(VoiceSummary voice) => voice.IsMine ? Text["Voice.Mine"] : Text["Voice.Of", voice.OwnerName];

    private string PurposesOf(ConsentPurposes purposes) => string.Join(
        Text["Purpose.Comma"],
        Enum.GetValues<ConsentPurposes>().Where(p => p != ConsentPurposes.None && purposes.HasFlag(p)).Select(p => Text[$"Purpose.{p}"].Value));

    private static string DateOf(DateTimeOffset at) => at.UtcDateTime.ToString("d", CultureInfo.CurrentCulture);

    public void Dispose()
    {
        Learning.Changed -= Refresh;
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Voices;

/// <summary>The library of a school's voices, as cards or as a table.</summary>
public sealed partial class VoicesPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly ReaderLanguage _language = new();
    private IReadOnlyList<VoiceSummary>? _voices; // null while loading
    private string _filter = "";
    private VoiceState? _state;
    private bool _asTable;

    [Inject]
    public required VoiceLibrary Library { get; init; }

    [Inject]
    public required LearningProgress Learning { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    private IEnumerable<VoiceSummary> Shown => (_voices ?? []).Where(voice =>
        (_state is null ? voice.State != VoiceState.Withdrawn : voice.State == _state)
        && (_filter.Trim() is not { Length: > 0 } words
            || NameOf(voice).Contains(words, StringComparison.CurrentCultureIgnoreCase)
            || voice.OwnerName.Contains(words, StringComparison.CurrentCultureIgnoreCase)));

    protected override async Task OnInitializedAsync()
    {
        Learning.Changed += Refresh;
        _voices = await Library.ListAsync(User, _leaving.Token);
    }

    // Comes from a worker thread; only the circuit's own context may render.
    private void Refresh(Guid voiceId)
    {
        if (Learning.Of(voiceId) is null)
        {
            _ = InvokeAsync(() => _language.DoAsync(async () =>
            {
                if (!_leaving.IsCancellationRequested)
                {
                    _voices = await Library.ListAsync(User, _leaving.Token);
                    StateHasChanged();
                }
            }));
        }
    }

    private string NameOf(VoiceSummary voice) => voice.IsSample ? Text["Sample.Name"] : voice.Name;

    private string OwnerOf(VoiceSummary voice) =>
        voice.IsSample ? Text["Sample.Owner"] : voice.IsMine ? Text["Owner.Me"] : voice.OwnerName;

    private string LanguageOf(VoiceSummary voice) => VoiceLanguages.NameOf(voice.Language) ?? Text["Language.Auto"];

    private static string DateOf(DateTimeOffset? at) => at?.ToLocalTime().ToString("d", CultureInfo.CurrentCulture) ?? "–";

    public void Dispose()
    {
        Learning.Changed -= Refresh;
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Admin;

/// <summary>The speech models of the installation: bring, import, check, remove.</summary>
public sealed partial class ModelsPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly ReaderLanguage _language = new();
    private ModelOverview? _overview; // null while loading
    private ModelJob? _job;
    private Refusal? _refusal;
    private string _folder = "";
    private string _name = "";
    private PrecisionProfile _profile = PrecisionProfile.Balanced;

    [Inject]
    public required ModelDesk Desk { get; init; }

    [Inject]
    public required ModelJobs Jobs { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    // What is no address is said when somebody fetches.
    private static string Host => Uri.TryCreate(Environment.GetEnvironmentVariable("HF_ENDPOINT"), UriKind.Absolute, out var mirror) ? mirror.Host : "huggingface.co";

    private bool IsBusy => _job is { Running: true };

    protected override async Task OnInitializedAsync()
    {
        Jobs.Changed += Refresh;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _overview = await Desk.ReadAsync(User, _leaving.Token);
        _job = Jobs.Current;
        if (!_overview.Incoming.Any(folder => folder.Name == _folder) && _overview.Incoming.Count > 0)
        {
            ChooseFolder(_overview.Incoming[0].Name);
        }
    }

    private void ChooseFolder(string folder) => _folder = _name = folder;

    private async Task ImportAsync()
    {
        _refusal = Desk.Import(User, _folder, _name.Trim(), _profile).Refusal;
        await LoadAsync();
    }

    private async Task FetchAsync(string published)
    {
        _refusal = Desk.Fetch(User, published).Refusal;
        await LoadAsync();
    }

    private async Task RemoveDamagedAsync(string name)
    {
        _refusal = (await Desk.RemoveAsync(User, name, _leaving.Token)).Refusal;
        await LoadAsync();
    }

    private async Task RemoveIncomingAsync(string folder)
    {
        _refusal = Desk.RemoveIncoming(User, folder).Refusal;
        await LoadAsync();
    }

    // Comes from a worker thread; only the circuit's own context may render.
    private void Refresh() => _ = InvokeAsync(() => _language.DoAsync(async () =>
    {
        if (_leaving.IsCancellationRequested)
        {
            return;
        }

        var ended = _job is { Running: true } && Jobs.Current is { Running: false };
        _job = Jobs.Current;
        if (ended)
        {
            await LoadAsync();
        }

        StateHasChanged();
    }));

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N1", CultureInfo.CurrentCulture);

    public void Dispose()
    {
        Jobs.Changed -= Refresh;
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

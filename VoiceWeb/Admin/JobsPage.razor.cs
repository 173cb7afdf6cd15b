using Microsoft.AspNetCore.Components;
using VoiceWeb.Security;
using VoiceWeb.Shell;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Admin;

/// <summary>What the workers are doing, live.</summary>
public sealed partial class JobsPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly ReaderLanguage _language = new();
    private JobOverview? _jobs; // null while loading
    private IDisposable? _following;
    private int _changes;

    [Inject]
    public required JobBoard Board { get; init; }

    [Inject]
    public required SynthesisProgress Progress { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _following = Progress.FollowAll(() => _ = InvokeAsync(() => _language.DoAsync(RefreshAsync)));
        await RefreshAsync();
    }

    // Many sentences may be done while one look takes place: they are seen by the next look, not by one each.
    private async Task RefreshAsync()
    {
        if (Interlocked.Increment(ref _changes) > 1)
        {
            return;
        }

        while (!_leaving.IsCancellationRequested)
        {
            var seen = _changes;
            _jobs = await Board.ReadAsync(User, _leaving.Token);
            StateHasChanged();
            if (Interlocked.CompareExchange(ref _changes, 0, seen) == seen)
            {
                return;
            }
        }
    }

    private IEnumerable<(string Key, int Count)> Counts() =>
        [("Jobs.Waiting", _jobs!.Waiting.Count), ("Jobs.Running", _jobs.Running.Count), ("Jobs.Failed", _jobs.Failed.Count), ("Jobs.DoneToday", _jobs.DoneToday)];

    private IEnumerable<(string Key, IReadOnlyList<JobLine> Jobs)> Groups() =>
        [("Jobs.Running", _jobs!.Running), ("Jobs.Waiting", _jobs.Waiting), ("Jobs.Failed", _jobs.Failed)];

    public void Dispose()
    {
        _following?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

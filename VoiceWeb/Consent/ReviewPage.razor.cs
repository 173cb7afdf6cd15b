using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Consent;

/// <summary>One consent with its evidence, and the decision about it.</summary>
public sealed partial class ReviewPage : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ReviewEvidence? _evidence; // null while loading
    private Refusal? _refusal;
    private string _reason = "";
    private bool _acknowledged;
    private bool _working;
    private ElementReference _panel;

    [Inject]
    public required ReviewDesk Desk { get; init; }

    [Inject]
    public required ReviewConsent Review { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The consent.</summary>
    [Parameter]
    public Guid ConsentId { get; set; }

    private PageScript Script => field ??= new(Js, "./Consent/ReviewPage.razor.js");

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await Desk.FindAsync(User, ConsentId, _leaving.Token);
        _refusal = found.Refusal;
        _evidence = found.Succeeded ? found.Value : null;
    }

    // Fetched whole when asked for: one request is one listening on record.
    private async Task PlayAsync(string player, string url)
    {
        var problem = await (await Script.ModuleAsync()).InvokeAsync<ReceivedProblem?>("play", _panel, player, url);
        await LoadAsync();
        _refusal = problem?.ToRefusal() ?? _refusal;
    }

    private async Task DecideAsync(bool approve)
    {
        _working = true;
        var decided = await Review.DecideAsync(User, ConsentId, new ReviewDecision(approve, _reason, _acknowledged), _leaving.Token);
        _working = false;
        if (decided.Succeeded)
        {
            await LoadAsync();
        }

        _refusal = decided.Refusal;
    }

    private string PurposesOf(ConsentPurposes purposes) => string.Join(
        Text["Purpose.Comma"],
        Enum.GetValues<ConsentPurposes>().Where(p => p != ConsentPurposes.None && purposes.HasFlag(p)).Select(p => Text[$"Purpose.{p}"].Value));

    private static string Moment(DateTimeOffset? at) => at?.ToLocalTime().ToString("G", CultureInfo.CurrentCulture) ?? "–";

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await Script.DisposeAsync();
    }
}

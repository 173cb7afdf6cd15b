using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Security;

namespace VoiceWeb.Audit;

/// <summary>Search in the audit trail, export it, check its chain.</summary>
public sealed partial class AuditPage : IDisposable
{
    private const int PageSize = 50, RootsShown = 7;

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<AuditLine>? _lines; // null while loading
    private int _all;
    private int _skip;
    private string? _event;
    private string? _actor;
    private string? _subject;
    private DateOnly? _from;
    private DateOnly? _to;
    private AuditSearch _search = new(null, null, null, null, null);
    private ChainVerdict? _verdict;
    private LastChainCheck? _last;
    private IReadOnlyList<VoiceWeb.Data.AuditRoot> _roots = [];
    private bool _checking;
    private double _checked;

    [Inject]
    public required AuditReader Reader { get; init; }

    [Inject]
    public required AuditRoots Roots { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    private static IEnumerable<string> Events => Enum.GetNames<AuditEvent>();

    private string ExportUrl => "/api/audit/export.csv?" + string.Join('&', new (string Name, string? Value)[]
    {
        ("event", _search.Event), ("actor", _search.Actor), ("subject", _search.Subject),
        ("from", _search.From?.ToString("O", CultureInfo.InvariantCulture)), ("to", _search.To?.ToString("O", CultureInfo.InvariantCulture)),
    }.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));

    protected override async Task OnInitializedAsync()
    {
        _last = await Reader.LastCheckAsync(User, _leaving.Token);
        _roots = await Roots.ListAsync(User, RootsShown, _leaving.Token);
        await LoadAsync();
    }

    private Task SearchAsync()
    {
        _search = new AuditSearch(_event, _actor, _subject, StartOf(_from), StartOf(_to?.AddDays(1)));
        _skip = 0;
        return LoadAsync();
    }

    private Task TurnAsync(int by)
    {
        _skip = Math.Max(0, _skip + by);
        return LoadAsync();
    }

    private async Task LoadAsync() => (_lines, _all) = await Reader.SearchAsync(User, _search, _skip, PageSize, _leaving.Token);

    private async Task CheckAsync()
    {
        _checking = true;
        _checked = 0;
        _verdict = null;
        try
        {
            _verdict = await Reader.CheckAsync(User, new Progress<double>(done => _ = InvokeAsync(() =>
            {
                _checked = done;
                StateHasChanged();
            })), _leaving.Token);
        }
        finally
        {
            _checking = false;
        }

        await LoadAsync();
    }

    private string Actor(AuditLine line) => line switch
    {
        { ActorName: { } name } => name,
        { ActorId: AuditTrail.System } => Text["Audit.System"],
        { ActorId: AuditTrail.CommandLine } => Text["Audit.CommandLine"],
        _ => $"{Text["Audit.GoneAccount"]} {line.ActorId[..Math.Min(8, line.ActorId.Length)]}",
    };

    // Kind and the first digits of the id; the whole is in the export and under the pointer.
    private static string Short(string subject) =>
        subject.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && subject.Length > colon + 14 ? $"{subject[..(colon + 9)]}…" : subject;

    private static DateTimeOffset? StartOf(DateOnly? day) =>
        day is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Local)) : null;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

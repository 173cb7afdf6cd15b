using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>The auditor's desk: what the school answers for in figures, what waits for a look, and the cases.</summary>
public sealed partial class DeskPage : IDisposable
{
    private const int ProofSize = 10;

    private readonly CancellationTokenSource _leaving = new();
    private DeskNumbers? _numbers; // null while loading
    private IReadOnlyList<SampleLine>? _samples;
    private IReadOnlyList<CaseLine>? _cases;
    private MarkProof? _proof;
    private bool _proving;
    private Refusal? _refusal;

    [Inject]
    public required DeskFigures Desk { get; init; }

    [Inject]
    public required SampleDesk Samples { get; init; }

    [Inject]
    public required CaseDesk Cases { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _samples = await Samples.ListAsync(User, _leaving.Token);
        _cases = await Cases.ListAsync(User, _leaving.Token);
        _numbers = await Desk.CountAsync(User, _leaving.Token);
    }

    private IEnumerable<(string Key, string Value, bool Good)> Figures()
    {
        var numbers = _numbers!;
        yield return ("Figure.Done", Whole(numbers.Done), true);
        yield return ("Figure.Remembered", Share(numbers.Remembered, numbers.Done), numbers.Remembered == numbers.Done);
        yield return ("Figure.MarkFailed", Whole(numbers.MarkFailed), numbers.MarkFailed == 0);
        yield return ("Figure.Withdrawn", Whole(numbers.Withdrawn), true);
        yield return ("Figure.Stopped", Whole(numbers.StoppedAfterWithdrawal), true);
        yield return ("Figure.OpenCases", Whole(numbers.OpenCases), true);
    }

    private async Task ProveAsync()
    {
        _proving = true;
        try
        {
            _proof = await Desk.ProveAsync(User, ProofSize, _leaving.Token);
        }
        finally
        {
            _proving = false;
        }
    }

    private async Task SeenAsync(SampleLine sample)
    {
        await Samples.MarkSeenAsync(User, sample.Id, SampleOutcome.InOrder, _leaving.Token);
        _samples = await Samples.ListAsync(User, _leaving.Token);
    }

    private async Task OpenCaseAsync(SampleLine sample)
    {
        var opened = await Cases.OpenOnAsync(User, sample.RenderingId, Text["Samples.CaseReason", Why(sample)], _leaving.Token);
        if (!opened.Succeeded)
        {
            _refusal = opened.Refusal;
            return;
        }

        await Samples.MarkSeenAsync(User, sample.Id, SampleOutcome.CaseOpened, _leaving.Token);
        Navigation.NavigateTo($"/desk/cases/{opened.Value}");
    }

    private string Why(SampleLine sample) => sample.Kind == SampleKind.Random || sample.Risks.Length == 0
        ? Text["Risk.random"]
        : string.Join(", ", sample.Risks.Split(',').Select(risk => Text[$"Risk.{risk}"].Value));

    private static string When(DateTimeOffset at) => at.ToLocalTime().ToString("g", CultureInfo.CurrentCulture);

    private static string Whole(int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private static string Share(int part, int of) => of == 0 ? "–" : ((double)part / of).ToString(part == of ? "P0" : "P1", CultureInfo.CurrentCulture);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

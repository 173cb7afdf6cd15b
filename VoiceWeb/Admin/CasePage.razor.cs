using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Tenants;

namespace VoiceWeb.Admin;

/// <summary>One case: what was found, where it leads, and what was decided. Prints as a report.</summary>
public sealed partial class CasePage : IDisposable
{
    private static readonly CaseDecision[] Decisions = [CaseDecision.NothingStopped, CaseDecision.VoiceFrozen, CaseDecision.PersonSuspended];

    private readonly CancellationTokenSource _leaving = new();
    private CaseDetail? _case;
    private Refusal? _refusal;
    private CaseDecision _decision = CaseDecision.NothingStopped;
    private string _because = "";

    [Inject]
    public required CaseDesk Desk { get; init; }

    [Inject]
    public required Members Members { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The case.</summary>
    [Parameter]
    public Guid Id { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var found = await Desk.FindAsync(User, Id, _leaving.Token);
        (_case, _refusal) = (found.Succeeded ? found.Value : null, found.Refusal);
    }

    private async Task DecideAsync()
    {
        var decided = await Desk.DecideAsync(User, Id, _decision, _because, _leaving.Token);
        if (decided.Succeeded)
        {
            await LoadAsync();
        }
        else
        {
            _refusal = decided.Refusal;
        }
    }

    private async Task RestoreAsync()
    {
        if (await Members.RestoreAsync(User, _case!.Trace.PersonId, _leaving.Token) is { } refusal)
        {
            _refusal = refusal;
        }
        else
        {
            await LoadAsync();
        }
    }

    private Task PrintAsync() => Js.InvokeVoidAsync("print").AsTask();

    private static string When(DateTimeOffset at) => at.ToLocalTime().ToString("f", CultureInfo.CurrentCulture);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

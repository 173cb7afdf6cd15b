using Microsoft.AspNetCore.Components;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>Everything that the installation needs, each well or with a fix.</summary>
public sealed partial class HealthPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<HealthLine>? _lines; // null while looking

    [Inject]
    public required HealthReport Report { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    private HealthState Worst => _lines!.Max(line => line.State);

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _lines = null;
        _lines = await Report.ReadAsync(User, _leaving.Token);
    }

    private string NameOf(HealthLine line) => line.Name.StartsWith("model ", StringComparison.Ordinal)
        ? Text["Health.Name.model", line.Name["model ".Length..]]
        : Text[$"Health.Name.{line.Name}"];

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

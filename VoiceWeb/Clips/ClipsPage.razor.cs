using Microsoft.AspNetCore.Components;
using VoiceWeb.Security;

namespace VoiceWeb.Clips;

/// <summary>A member's recordings: record, upload, see the verdict, listen.</summary>
public sealed partial class ClipsPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<ClipSummary>? _clips; // null while loading

    [Inject]
    public required ClipLibrary Library { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync() => _clips = await Library.ListAsync(User, _leaving.Token);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

using Microsoft.AspNetCore.Components;
using VoiceWeb.Security;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Studio;

/// <summary>What the school has published, to listen to: the student's home.</summary>
public sealed partial class ListenPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<PublishedRecording>? _recordings; // null while loading

    [Inject]
    public required RenderingLibrary Library { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    protected override async Task OnInitializedAsync() => _recordings = await Library.ListPublishedAsync(User, _leaving.Token);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

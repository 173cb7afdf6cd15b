using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Shell;

namespace VoiceWeb.Synthesis;

/// <summary>Plays a whole recording. The sound goes from the server to the browser's audio element; the script beside it draws and steers.</summary>
public sealed partial class RenderingPlayer : IAsyncDisposable
{
    private static readonly string[] Formats = ["WAV", "MP3", "Opus", "FLAC"];

    private ElementReference _root;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>The recording.</summary>
    [Parameter, EditorRequired]
    public required Guid RenderingId { get; set; }

    /// <summary>Its length in seconds.</summary>
    [Parameter, EditorRequired]
    public required double Seconds { get; set; }

    /// <summary>What it is called, for screen readers.</summary>
    [Parameter]
    public string? Label { get; set; }

    /// <summary>Whether it can be downloaded: by its owner alone.</summary>
    [Parameter]
    public bool MayDownload { get; set; }

    private string Source => $"/api/renderings/{RenderingId}/audio";

    private PageScript Script => field ??= new(Js, "./Synthesis/RenderingPlayer.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Script.AttachAsync(_root);
        }
    }

    public ValueTask DisposeAsync() => Script.DisposeAsync();
}

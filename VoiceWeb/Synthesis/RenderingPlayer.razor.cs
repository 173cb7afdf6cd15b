using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace VoiceWeb.Synthesis;

/// <summary>Plays a whole recording. The sound goes from the server to the browser's audio element; the script beside it draws and steers.</summary>
public sealed partial class RenderingPlayer : IAsyncDisposable
{
    private static readonly string[] Formats = ["WAV", "MP3", "Opus", "FLAC"];

    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _player;

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

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Synthesis/RenderingPlayer.razor.js");
            _player = await _module.InvokeAsync<IJSObjectReference>("attach", _root);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_player is not null)
            {
                await _player.InvokeVoidAsync("detach");
                await _player.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }
    }
}

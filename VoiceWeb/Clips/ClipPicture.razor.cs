using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace VoiceWeb.Clips;

/// <summary>Has the script beside it draw a recording's pictures.</summary>
public sealed partial class ClipPicture : IAsyncDisposable
{
    private ElementReference _picture;
    private IJSObjectReference? _module;
    private IJSObjectReference? _drawing;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>The recording.</summary>
    [Parameter, EditorRequired]
    public required Guid ClipId { get; set; }

    /// <summary>Its name, for those who cannot see the pictures.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>Its length.</summary>
    [Parameter, EditorRequired]
    public required double Seconds { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Clips/ClipPicture.razor.js");
            _drawing = await _module.InvokeAsync<IJSObjectReference>("draw", _picture, ClipId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_drawing is not null)
            {
                await _drawing.InvokeVoidAsync("detach");
                await _drawing.DisposeAsync();
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

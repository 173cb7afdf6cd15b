using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Shell;

namespace VoiceWeb.Clips;

/// <summary>Has the script beside it draw a recording's pictures.</summary>
public sealed partial class ClipPicture : IAsyncDisposable
{
    private ElementReference _picture;

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

    private PageScript Script => field ??= new(Js, "./Clips/ClipPicture.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Script.AttachAsync(_picture, ClipId);
        }
    }

    public ValueTask DisposeAsync() => Script.DisposeAsync();
}

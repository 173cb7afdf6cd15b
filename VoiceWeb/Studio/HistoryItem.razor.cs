using Microsoft.AspNetCore.Components;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Studio;

/// <summary>One recording in the history.</summary>
public sealed partial class HistoryItem
{
    private const int ExcerptLength = 280;

    private bool _listening;
    private bool _publishing;
    private bool _deleting;
    private string _title = "";

    [Inject]
    public required RenderingLibrary Library { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The recording.</summary>
    [Parameter, EditorRequired]
    public required RenderingDetails Rendering { get; set; }

    /// <summary>Raised when something about it was changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Raised when a change was refused.</summary>
    [Parameter]
    public EventCallback<Refusal> OnRefused { get; set; }

    private string Excerpt => Rendering.Text.Length <= ExcerptLength ? Rendering.Text : Rendering.Text[..ExcerptLength] + " …";

    private async Task PublishAsync()
    {
        var published = await Library.PublishAsync(User, Rendering.Id, _title, CancellationToken.None);
        _publishing = !published.Succeeded;
        await TellAsync(published.Refusal);
    }

    private async Task UnpublishAsync() =>
        await TellAsync((await Library.UnpublishAsync(User, Rendering.Id, CancellationToken.None)).Refusal);

    private async Task DeleteAsync()
    {
        _deleting = _listening = false;
        await TellAsync((await Library.DeleteAsync(User, Rendering.Id, CancellationToken.None)).Refusal);
    }

    private Task TellAsync(Refusal? refusal) => refusal is null ? OnChanged.InvokeAsync() : OnRefused.InvokeAsync(refusal);
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Clips;

/// <summary>Shows one recording and lets its owner name, describe and remove it.</summary>
public sealed partial class ClipCard : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private string _name = "";
    private string? _transcript;
    private bool _saved;
    private bool _asking;
    private Refusal? _refusal;

    [Inject]
    public required ClipLibrary Library { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The recording.</summary>
    [Parameter, EditorRequired]
    public required ClipSummary Clip { get; set; }

    /// <summary>Raised after a change or a removal.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    protected override void OnInitialized() => (_name, _transcript) = (Clip.Name, Clip.Transcript);

    private async Task SaveAsync()
    {
        _saved = false;
        _refusal = (await Library.RenameAsync(User, Clip.Id, _name, _leaving.Token)).Refusal
            ?? (await Library.SetTranscriptAsync(User, Clip.Id, _transcript, _leaving.Token)).Refusal;
        _saved = _refusal is null;
        await OnChanged.InvokeAsync();
    }

    private async Task RemoveAsync()
    {
        _asking = false;
        _refusal = (await Library.RemoveAsync(User, Clip.Id, _leaving.Token)).Refusal;
        await OnChanged.InvokeAsync();
    }

    // The gate's sentence in the reader's language, where there is one.
    private string SentenceOf(ClipReason reason) => Text[$"Reason.{reason.Code}"] is { ResourceNotFound: false } known
        ? string.Format(CultureInfo.CurrentCulture, known.Value, reason.Value, reason.Limit)
        : reason.Sentence;

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

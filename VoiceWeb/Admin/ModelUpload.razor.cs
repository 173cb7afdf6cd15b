using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;
using VoiceWeb.Shell;

namespace VoiceWeb.Admin;

/// <summary>Takes chosen files; the script beside it sends them, one after the other, and reports here.</summary>
public sealed partial class ModelUpload : IAsyncDisposable
{
    private ElementReference _form;
    private DotNetObjectReference<ModelUpload>? _self;
    private string? _file;
    private double _done;
    private Refusal? _refusal;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Raised after each file that was kept.</summary>
    [Parameter]
    public EventCallback Uploaded { get; set; }

    private PageScript Script => field ??= new(Js, "./Admin/ModelUpload.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        await Script.AttachAsync(_form, _self);
    }

    /// <summary>A file is on its way; <paramref name="done"/> is 0 to 1.</summary>
    [JSInvokable]
    public void Progress(string name, double done)
    {
        (_file, _done, _refusal) = (name, done, null);
        StateHasChanged();
    }

    /// <summary>A file was kept, or refused.</summary>
    [JSInvokable]
    public async Task EndAsync(ReceivedProblem? problem)
    {
        (_file, _refusal) = (null, problem?.ToRefusal());
        StateHasChanged();
        await Uploaded.InvokeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Script.DisposeAsync();
        _self?.Dispose();
    }
}

using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Admin;

/// <summary>Takes chosen files; the script beside it sends them, one after the other, and reports here.</summary>
public sealed partial class ModelUpload : IAsyncDisposable
{
    private ElementReference _form;
    private IJSObjectReference? _module;
    private IJSObjectReference? _sending;
    private DotNetObjectReference<ModelUpload>? _self;
    private string? _file;
    private double _done;
    private Refusal? _refusal;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Raised after each file that was kept.</summary>
    [Parameter]
    public EventCallback Uploaded { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Admin/ModelUpload.razor.js");
        _sending = await _module.InvokeAsync<IJSObjectReference>("attach", _form, _self);
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
        try
        {
            if (_sending is not null)
            {
                await _sending.InvokeVoidAsync("detach");
                await _sending.DisposeAsync();
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

        _self?.Dispose();
    }
}

using Microsoft.JSInterop;

namespace VoiceWeb.Shell;

/// <summary>
/// The script beside a page or component, loaded once. What is asked of it before it is there waits for it, so that a quick
/// click is never lost. Dispose detaches it.
/// </summary>
/// <param name="path">The script, such as <c>./Clips/ClipUpload.razor.js</c>.</param>
/// <remarks>A script that keeps state exports <c>attach(…)</c>, which gives an object with the page's functions and <c>detach()</c>.</remarks>
public sealed class PageScript(IJSRuntime js, string path) : IAsyncDisposable
{
    private readonly TaskCompletionSource<IJSObjectReference> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<IJSObjectReference>? _module;
    private bool _attaching;

    /// <summary>Whether the page's elements answer already.</summary>
    public bool IsAttached => _attached.Task.IsCompletedSuccessfully;

    /// <summary>The script itself, for functions without state.</summary>
    public Task<IJSObjectReference> ModuleAsync() => _module ??= js.InvokeAsync<IJSObjectReference>("import", path).AsTask();

    /// <summary>The attached object, once there is one.</summary>
    public Task<IJSObjectReference> AttachedAsync() => _attached.Task;

    /// <summary>Attaches the script to the page's elements, the first time that it is called.</summary>
    /// <exception cref="JSException">The script failed.</exception>
    public async Task AttachAsync(params object?[] arguments)
    {
        if (_attaching)
        {
            return;
        }

        _attaching = true;
        try
        {
            var module = await ModuleAsync();
            _attached.TrySetResult(await module.InvokeAsync<IJSObjectReference>("attach", arguments));
        }
        catch (Exception failure)
        {
            _attached.TrySetException(failure);
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (IsAttached && await _attached.Task is { } attached)
            {
                await attached.InvokeVoidAsync("detach");
                await attached.DisposeAsync();
            }

            if (_module is { IsCompletedSuccessfully: true } && await _module is { } module)
            {
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its script with it.
        }

        _attached.TrySetCanceled();
    }
}

using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Admin;

/// <summary>Anybody may ask whether a sound was made here, where the operator allows it. The answer is one word.</summary>
public sealed partial class VerifyPage : IAsyncDisposable
{
    private ElementReference _drop;
    private IJSObjectReference? _module;
    private IJSObjectReference? _zone;
    private DotNetObjectReference<VerifyPage>? _self;
    private bool _examining;
    private string? _answer;
    private Refusal? _refusal;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required VisitorVerify Verify { get; init; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Verify.Offered)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Admin/VerifyPage.razor.js");
            _zone = await _module.InvokeAsync<IJSObjectReference>("attach", _drop, _self);
        }
    }

    /// <summary>A file is on its way.</summary>
    [JSInvokable]
    public void Begin() => Show(true, null, null);

    /// <summary>The one word.</summary>
    [JSInvokable]
    public void Answer(string answer) => Show(false, answer is "yes" or "no" ? answer : "inconclusive", null);

    /// <summary>The file was refused.</summary>
    [JSInvokable]
    public void Refused(string code, string sentence) => Show(false, null, new Invalid(code, sentence) { Arguments = [sentence] });

    private void Show(bool examining, string? answer, Refusal? refusal)
    {
        (_examining, _answer, _refusal) = (examining, answer, refusal);
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_zone is not null)
            {
                await _zone.InvokeVoidAsync("detach");
                await _zone.DisposeAsync();
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

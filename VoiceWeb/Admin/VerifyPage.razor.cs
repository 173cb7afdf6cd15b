using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;
using VoiceWeb.Shell;

namespace VoiceWeb.Admin;

/// <summary>Anybody may ask whether a sound was made here, where the operator allows it. The answer is one word.</summary>
public sealed partial class VerifyPage : IAsyncDisposable
{
    private ElementReference _drop;
    private DotNetObjectReference<VerifyPage>? _self;
    private bool _examining;
    private string? _answer;
    private Refusal? _refusal;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required VisitorVerify Verify { get; init; }

    private PageScript Script => field ??= new(Js, "./Admin/VerifyPage.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Verify.Offered)
        {
            _self = DotNetObjectReference.Create(this);
            await Script.AttachAsync(_drop, _self);
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
        await Script.DisposeAsync();
        _self?.Dispose();
    }
}

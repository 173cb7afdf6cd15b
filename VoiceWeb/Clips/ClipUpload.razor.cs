using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using VoiceWeb.Outcomes;
using VoiceWeb.Shell;

namespace VoiceWeb.Clips;

/// <summary>Takes dropped and chosen files; the script beside it sends them and reports here.</summary>
public sealed partial class ClipUpload : IAsyncDisposable
{
    private readonly List<UploadedFile> _files = [];
    private ElementReference _drop;
    private DotNetObjectReference<ClipUpload>? _self;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required IOptions<ClipOptions> Options { get; init; }

    /// <summary>Raised when a file became a recording.</summary>
    [Parameter]
    public EventCallback OnAdded { get; set; }

    private long MaxMegabytes => Options.Value.MaxBytes / 1_000_000;

    private PageScript Script => field ??= new(Js, "./Clips/ClipUpload.razor.js");

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        await Script.AttachAsync(_drop, _self);
        StateHasChanged(); // the field takes files from now on
    }

    /// <summary>A file was chosen.</summary>
    [JSInvokable]
    public void Begin(int number, string name)
    {
        _files.Insert(0, new UploadedFile { Number = number, Name = name });
        StateHasChanged();
    }

    /// <summary>A file is on its way; at 1 it has arrived and is being checked.</summary>
    [JSInvokable]
    public void Progress(int number, double done)
    {
        Find(number).Done = done;
        StateHasChanged();
    }

    /// <summary>A file was taken, or refused.</summary>
    [JSInvokable]
    public async Task EndAsync(int number, bool added, ReceivedProblem? problem)
    {
        var file = Find(number);
        file.Added = added;
        file.Refusal = problem?.ToRefusal();
        StateHasChanged();
        if (added)
        {
            await OnAdded.InvokeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Script.DisposeAsync();
        _self?.Dispose();
    }

    private UploadedFile Find(int number) => _files.Single(file => file.Number == number);

    private string StateOf(UploadedFile file) => file switch
    {
        { Added: true } => Text["Upload.Added"],
        { Refusal: not null } => Text["Upload.Refused"],
        { Done: >= 1 } => Text["Upload.Checking"],
        _ => file.Done.ToString("P0", CultureInfo.CurrentCulture),
    };

    private sealed class UploadedFile
    {
        public required int Number { get; init; }

        public required string Name { get; init; }

        public double Done { get; set; }

        public bool Added { get; set; }

        public Refusal? Refusal { get; set; }
    }
}

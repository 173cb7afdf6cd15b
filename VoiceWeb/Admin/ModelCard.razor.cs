using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Engine;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>One imported model, with checking and removing.</summary>
public sealed partial class ModelCard : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly string _id = $"model-{Guid.NewGuid():N}";
    private IReadOnlyList<EngineStatement>? _faults; // null until asked
    private bool _asking;
    private bool _working;

    [Inject]
    public required ModelDesk Desk { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The model.</summary>
    [Parameter, EditorRequired]
    public required ModelLine Line { get; set; }

    /// <summary>Name of the provider that networks run on.</summary>
    [Parameter, EditorRequired]
    public required string Provider { get; set; }

    /// <summary>Raised when the model is gone.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>Raised when something was refused, and with null when it was not.</summary>
    [Parameter]
    public EventCallback<Refusal?> Failed { get; set; }

    private async Task VerifyAsync()
    {
        _working = true;
        try
        {
            var check = await Desk.VerifyAsync(User, Line.Model.Name, _leaving.Token);
            _faults = check.Succeeded ? check.Value.Faults : null;
            await Failed.InvokeAsync(check.Refusal);
        }
        finally
        {
            _working = false;
        }
    }

    private async Task RemoveAsync()
    {
        _working = true;
        try
        {
            var removed = await Desk.RemoveAsync(User, Line.Model.Name, _leaving.Token);
            await Failed.InvokeAsync(removed.Refusal);
            await Changed.InvokeAsync();
        }
        finally
        {
            _working = false;
        }
    }

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("N1", CultureInfo.CurrentCulture);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Consent;

/// <summary>Shows the notice and begins the consent with what was switched on. Nothing is switched on beforehand.</summary>
public sealed partial class NoticeStep : IDisposable
{
    // Places in the notice where the page puts its controls: under "what you allow" and under "how long".
    private const int PurposePlace = 1, EndPlace = 3;

    private readonly CancellationTokenSource _leaving = new();
    private ConsentPurposes _purposes;
    private DateOnly _endsOn;
    private bool _read;
    private bool _working;
    private NoticeSection? _purposeSection;
    private NoticeSection? _endSection;

    [Inject]
    public required StartConsent Start { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The notice to show.</summary>
    [Parameter, EditorRequired]
    public required NoticeText Notice { get; set; }

    /// <summary>The voice.</summary>
    [Parameter, EditorRequired]
    public required Guid VoiceId { get; set; }

    /// <summary>Raised with the new consent's id.</summary>
    [Parameter]
    public EventCallback<Guid> OnStarted { get; set; }

    /// <summary>Raised when the start was refused.</summary>
    [Parameter]
    public EventCallback<Refusal> OnRefused { get; set; }

    protected override void OnInitialized()
    {
        _purposeSection = Notice.Sections[PurposePlace];
        _endSection = Notice.Sections[EndPlace];
        _endsOn = Start.EndRange.First.AddDays(364);
    }

    private void Switch(ConsentPurposes purpose, bool on) => _purposes = on ? _purposes | purpose : _purposes & ~purpose;

    private async Task StartAsync()
    {
        _working = true;
        var intent = new ConsentIntent(VoiceId, _purposes, _endsOn, CultureInfo.GetCultureInfo(Notice.Culture), Notice.Sha256);
        var started = await Start.StartAsync(User, intent, _leaving.Token);
        _working = false;
        if (started.Succeeded)
        {
            await OnStarted.InvokeAsync(started.Value);
        }
        else
        {
            await OnRefused.InvokeAsync(started.Refusal);
        }
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Shell;
using VoiceWeb.Synthesis;
using VoiceWeb.Voices;

namespace VoiceWeb.Studio;

/// <summary>Text in, speech out, sentence by sentence. The text stays in the browser until it is to be spoken.</summary>
public sealed partial class StudioPage : IAsyncDisposable
{
    private const int BytesPerCharacter = 4; // at most, in UTF-8

    private readonly CancellationTokenSource _leaving = new();
    private readonly ReaderLanguage _language = new();
    private readonly StudioSettings _settings = new();
    private readonly HashSet<Guid> _heardOf = []; // voices that are not this school's are looked for once
    private bool _heardWhileLoading;
    private IReadOnlyList<VoiceSummary>? _voices; // null while loading
    private IReadOnlyList<string> _languages = [];
    private IReadOnlyList<string> _sentences = [];
    private RenderingDetails? _rendering;
    private Refusal? _refusal;
    private IDisposable? _following;
    private ElementReference _desk;
    private ElementReference _chips;
    private string? _textToShow;
    private bool _asking;
    private bool _listening;
    private int _heard; // sentences handed to the browser so far
    private int _used;
    private int _limit;
    private (AudibleLabel Label, LabelPlace Place) _label;

    [Inject]
    public required VoiceLibrary Voices { get; init; }

    [Inject]
    public required SpokenLanguages Languages { get; init; }

    [Inject]
    public required LearningProgress Learning { get; init; }

    [Inject]
    public required SpeakText Speak { get; init; }

    [Inject]
    public required SynthesisQueue Queue { get; init; }

    [Inject]
    public required RenderingLibrary Library { get; init; }

    [Inject]
    public required AudibleLabels Labels { get; init; }

    [Inject]
    public required SynthesisProgress Progress { get; init; }

    [Inject]
    public required IOptions<SynthesisOptions> Options { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>A recording to show; none at first.</summary>
    [Parameter]
    public Guid? RenderingId { get; set; }

    /// <summary>A recording whose text and settings are to be used again.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public Guid? From { get; set; }

    /// <summary>A voice to begin with.</summary>
    [SupplyParameterFromQuery(Name = "voice")]
    public Guid? VoiceId { get; set; }

    private IEnumerable<ConsentPurposes> Purposes => StudioSettings.PurposesOf(Chosen);

    private VoiceSummary? Chosen => _voices?.FirstOrDefault(voice => voice.Id == _settings.VoiceId);

    private string StateText => _rendering switch
    {
        { State: "Queued" } => Text["Result.Waiting", _rendering.QueuePosition ?? 1],
        { State: "Running", PartsTotal: 0 } => Text["Result.Starting"],
        { State: "Running" } => Text["Result.Running", _rendering.PartsDone, _rendering.PartsTotal],
        { State: "Cancelled" } => Text["Result.Cancelled"],
        { State: "Done", HasAudio: false } => Text["Result.Deleted"],
        _ => "",
    };

    private Refusal? Failure => _rendering is { State: "Failed" }
        ? new Unavailable(_rendering.FailureCode ?? "internal-error", _rendering.FailureMessage ?? "")
        : null;

    private string Facts => Text[
        "Result.Facts",
        Seconds(_rendering!.AudioSeconds),
        Seconds(_rendering.FirstAudioSeconds ?? 0),
        Seconds(_rendering.ElapsedSeconds ?? 0)];

    private PageScript Script => field ??= new(Js, "./Studio/StudioPage.razor.js");

    private bool Preparing => _voices!.Any(voice => voice is { State: VoiceState.Active, Learned: false });

    protected override async Task OnInitializedAsync()
    {
        Learning.Changed += HearOfVoice;
        var voices = await Voices.ListAsync(User, _leaving.Token);
        (_used, _limit) = await Queue.QuotaAsync(User, _leaving.Token);
        _label = await Labels.OfAsync(User, _leaving.Token);
        _settings.VoiceId = VoiceId ?? Guid.Empty;
        if ((From ?? (VoiceId is null ? RenderingId : null)) is { } earlier && await Library.FindAsync(User, earlier, _leaving.Token) is { Succeeded: true } found)
        {
            _textToShow = From is null ? null : found.Value.Text;
            _settings.Reuse(found.Value);
        }

        Select(voices.FirstOrDefault(v => v.Id == _settings.VoiceId && CanSpeak(v)) ?? voices.FirstOrDefault(CanSpeak));
        _voices = voices;
        if (_heardWhileLoading)
        {
            await ReloadVoicesAsync();
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (RenderingId is { } id && id != _rendering?.Id)
        {
            var found = await Library.FindAsync(User, id, _leaving.Token);
            _refusal = found.Refusal;
            if (found.Succeeded)
            {
                await ShowAsync(found.Value, listen: false);
            }
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_voices is null)
        {
            return;
        }

        await Script.AttachAsync(_desk, $"studio-draft-{User.Id}", Options.Value.MaxCharacters, CultureInfo.CurrentUICulture.Name, _textToShow);
    }

    private async Task SpeakAsync()
    {
        _refusal = null;
        _asking = true;
        try
        {
            await (await Script.AttachedAsync()).InvokeVoidAsync("listen"); // within the click, or the browser keeps silent
            var text = await ReadTextAsync();
            if (text is null)
            {
                return;
            }

            var queued = await Speak.SpeakAsync(User, _settings.Order(text), _leaving.Token);
            _refusal = queued.Refusal;
            if (queued.Succeeded)
            {
                var rendering = await Library.FindAsync(User, queued.Value.Id, _leaving.Token);
                await ShowAsync(rendering.Value, listen: true);
                (_used, _limit) = await Queue.QuotaAsync(User, _leaving.Token);
                Navigation.NavigateTo($"/studio/{queued.Value.Id}", replace: true);
            }
        }
        finally
        {
            _asking = false;
        }
    }

    // The text comes as a stream, since it can be larger than a message of the circuit may be.
    private async Task<string?> ReadTextAsync()
    {
        var characters = await (await Script.AttachedAsync()).InvokeAsync<int>("count");
        if (characters > Options.Value.MaxCharacters)
        {
            _refusal = new TextTooLong(characters, Options.Value.MaxCharacters);
            return null;
        }

        await using var reference = await (await Script.AttachedAsync()).InvokeAsync<IJSStreamReference>("text");
        await using var bytes = await reference.OpenReadStreamAsync((long)Options.Value.MaxCharacters * BytesPerCharacter, _leaving.Token);
        using var reader = new StreamReader(bytes);
        return await reader.ReadToEndAsync(_leaving.Token);
    }

    private async Task CancelAsync()
    {
        var cancelled = await Queue.CancelAsync(User, _rendering!.Id, _leaving.Token);
        _refusal = cancelled.Refusal;
        await RefreshAsync();
        await (await Script.AttachedAsync()).InvokeVoidAsync("silence");
    }

    private async Task HearAsync(int position)
    {
        await (await Script.AttachedAsync()).InvokeVoidAsync("listen");
        foreach (var part in SoundsOf(position))
        {
            await (await Script.AttachedAsync()).InvokeVoidAsync("play", PartUrl(part.Position));
        }
    }

    private void ChooseVoice(ChangeEventArgs change)
    {
        if (Guid.TryParse(change.Value as string, out var id))
        {
            Select(_voices?.FirstOrDefault(voice => voice.Id == id));
        }
    }

    private void Select(VoiceSummary? voice)
    {
        if (voice is null)
        {
            return;
        }

        _languages = Languages.Of(voice.Model);
        _settings.Choose(voice, _languages);
    }

    // Comes from a worker's thread.
    private void HearOfVoice(Guid voiceId) => _ = InvokeAsync(() => _language.DoAsync(() => HearOfVoiceAsync(voiceId)));

    // A voice that somebody waits for has been learned; or one is being learned that was made after this page was opened, as a school's sample is.
    private async Task HearOfVoiceAsync(Guid voiceId)
    {
        if (_voices is null)
        {
            _heardWhileLoading = true;
            return;
        }

        var known = _voices.FirstOrDefault(voice => voice.Id == voiceId);
        if (known is null ? _heardOf.Add(voiceId) : !known.Learned && Learning.Of(voiceId) is null)
        {
            await ReloadVoicesAsync();
        }
    }

    private async Task ReloadVoicesAsync()
    {
        if (_leaving.IsCancellationRequested)
        {
            return;
        }

        _voices = await Voices.ListAsync(User, _leaving.Token);
        if (Chosen is null)
        {
            Select(_voices.FirstOrDefault(CanSpeak));
        }

        StateHasChanged();
    }

    private async Task ShowAsync(RenderingDetails rendering, bool listen)
    {
        _following?.Dispose();
        _following = null;
        _rendering = rendering;
        _listening = listen;
        _heard = 0;
        _sentences = Speak.Sentences(rendering.Text, rendering.Language);
        if (!rendering.IsOver)
        {
            _following = Progress.Follow(rendering.Id, () => _ = InvokeAsync(() => _language.DoAsync(RefreshAsync)));
            await RefreshAsync(); // it may have ended since it was read
        }
    }

    // Reports come from a worker's thread; only the circuit's own context may render.
    private async Task RefreshAsync()
    {
        if (_leaving.IsCancellationRequested || _rendering is null)
        {
            return;
        }

        // Reports overlap: what was read before the last one must not follow it.
        var found = await Library.FindAsync(User, _rendering.Id, _leaving.Token);
        if (!found.Succeeded || _rendering is not { IsOver: false } shown || shown.Id != found.Value.Id)
        {
            return;
        }

        _rendering = found.Value;
        if (_rendering.IsOver)
        {
            _following?.Dispose();
            _following = null;
        }

        StateHasChanged();
        while (_listening && _heard < _rendering.Parts.Count)
        {
            var part = _heard++;
            await (await Script.AttachedAsync()).InvokeVoidAsync("enqueue", PartUrl(part), _chips, SentenceOf(_rendering.Parts[part]));
        }
    }

    // A sentence may come in pieces, which start at the same place of the text.
    private List<SpokenSentence> SoundsOf(int sentence) => [.. _rendering!.Parts.Where(part => SentenceOf(part) == sentence)];

    private int SentenceOf(SpokenSentence part) =>
        _rendering!.Parts.TakeWhile(other => other.Position <= part.Position).Select(other => other.TextStart).Distinct().Count() - 1;

    private string PartUrl(int position) => $"/api/renderings/{_rendering!.Id}/parts/{position}/audio";

    private static bool CanSpeak(VoiceSummary voice) => voice is { State: VoiceState.Active, Learned: true };

    private string Describe(VoiceSummary voice) => voice switch
    {
        { IsSample: true } => Text["Studio.VoiceSample"],
        { State: not VoiceState.Active } => Text[$"Studio.VoiceState.{voice.State}", voice.Name],
        { Learned: false } => Text["Studio.VoiceNotReady", voice.Name],
        _ => voice.Name,
    };

    private static string NameOf(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return $"{culture.DisplayName} ({language})";
    }

    private static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.CurrentCulture);

    public async ValueTask DisposeAsync()
    {
        _following?.Dispose();
        Learning.Changed -= HearOfVoice;
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await Script.DisposeAsync();
    }
}

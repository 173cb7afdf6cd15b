using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using VoiceWeb.Data;
using VoiceWeb.Engine.Text;
using VoiceWeb.Outcomes;
using VoiceWeb.Pronunciations;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Studio;

/// <summary>
/// Shows how the text in an area beside it will be said, and lets its writer choose other readings and languages. Of a long text it
/// shows the part around the writing position. The script beside it waits until the writer rests, so that typing is never held up.
/// </summary>
public sealed partial class ReadingPanel : IAsyncDisposable
{
    private const int FirstShown = 24;
    private const int Surrounding = 4; // characters shown on either side of a polyphone
    private const int LongestInstruction = 20; // of those that stand beside a polyphone as a rule
    private const int LongestExcerpt = 4_000; // what the script sends is shorter

    private static readonly string[] OfferedLanguages = ["zh", "en", "yue", "ja", "ko", "fr", "de", "es"];

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<DictionarySummary> _projects = [];
    private IReadOnlyList<ReadingSpan> _spans = [];
    private IReadOnlyList<Polyphone> _polyphones = [];
    private TextReading? _reading;
    private Refusal? _refusal;
    private DotNetObjectReference<ReadingPanel>? _self;
    private (string Language, Guid? Dictionary) _shownWith;
    private int _start; // of the shown part in the whole text
    private int _whole;
    private int _shown = FirstShown;
    private int? _open;
    private string _word = "";
    private string _syllables = "";
    private string? _said;

    [Inject]
    public required TextFrontEnd FrontEnd { get; init; }

    [Inject]
    public required PronunciationLibrary Library { get; init; }

    [Inject]
    public required EditPronunciations Edit { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>Id of the text area.</summary>
    [Parameter, EditorRequired]
    public required string TextAreaId { get; set; }

    /// <summary>Language of the text, or <c>auto</c>.</summary>
    [Parameter, EditorRequired]
    public required string Language { get; set; }

    /// <summary>Languages that the chosen voice speaks.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Languages { get; set; }

    /// <summary>The project's dictionary that is used beside the school's, or none.</summary>
    [Parameter]
    public Guid? DictionaryId { get; set; }

    [Parameter]
    public EventCallback<Guid?> DictionaryIdChanged { get; set; }

    private IEnumerable<string> Unknown => _reading!.Pieces.Where(piece => piece.Kind == ReadingKind.Unknown)
        .Select(piece => _reading.Text.Substring(piece.Start, piece.Length)).Distinct();

    private IEnumerable<TextWarning> OtherWarnings => _reading!.Warnings.Where(warning => warning.Code != "no-reading");

    private PageScript Script => field ??= new(Js, "./Studio/ReadingPanel.razor.js");

    protected override async Task OnInitializedAsync()
    {
        _projects = [.. (await Library.ListAsync(User, _leaving.Token)).Where(dictionary => dictionary.Scope == LexiconScope.Project)];
        if (DictionaryId is { } chosen && !_projects.Any(project => project.Id == chosen))
        {
            await DictionaryIdChanged.InvokeAsync(null); // it was removed since the recording whose text is used again
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await Script.AttachAsync(TextAreaId, _self);
        }
        else if (_reading is not null && _shownWith != (Language, DictionaryId))
        {
            await ShowAsync(_reading.Text, _start, _whole);
        }
    }

    /// <summary>Shows how a part of the text is read; the script beside the panel calls it when the writer rests.</summary>
    /// <param name="text">The part.</param>
    /// <param name="start">Where it starts in the whole text, in UTF-16 units.</param>
    /// <param name="whole">Length of the whole text.</param>
    [JSInvokable]
    public async Task ShowAsync(string text, int start, int whole)
    {
        if (text.Length > LongestExcerpt || _leaving.IsCancellationRequested)
        {
            return;
        }

        _shownWith = (Language, DictionaryId);
        var dictionaries = await Library.InForceAsync(User.TenantId, DictionaryId, _leaving.Token);
        _refusal = dictionaries.Refusal;
        if (!dictionaries.Succeeded)
        {
            StateHasChanged();
            return;
        }

        var reading = await Task.Run(() => FrontEnd.Read(text, Language, dictionaries.Value.Set), _leaving.Token);
        if (start != _start || text != _reading?.Text)
        {
            (_open, _shown) = (null, FirstShown);
        }

        (_reading, _start, _whole) = (reading, start, whole);
        _spans = ReadingSpan.Of(reading);
        _polyphones = [.. reading.Pieces.Select(piece => piece.Polyphone).OfType<Polyphone>()];
        StateHasChanged();
    }

    private Task ChangeReadingAsync(Polyphone polyphone, string syllable) =>
        WriteAsync(InlineOverrides.Reading(_reading!.Text, polyphone.Index, syllable), Text["Reading.Changed", polyphone.Character, Mark(syllable)]);

    private Task ChangeLanguageAsync(ReadingSpan span, ChangeEventArgs change) => change.Value is string language
        ? WriteAsync(InlineOverrides.Language(_reading!.Text, span.Start, span.Length, language), Text["Reading.LanguageChanged", span.Excerpt, NameOf(language)])
        : Task.CompletedTask;

    private async Task WriteAsync(TextEdit edit, string said)
    {
        var script = await Script.AttachedAsync();
        var expected = _reading!.Text.Substring(edit.Start, edit.Length);
        var written = await script.InvokeAsync<bool>("edit", _start + edit.Start, expected, edit.Replacement, _reading.Text, _start);
        _said = written ? said : Text["Reading.TextMoved"];
    }

    private async Task SaveAsync()
    {
        var entry = new PronunciationEntry(_word.Trim(), "zh", _syllables.Trim());
        var saved = await Edit.SetAsync(User, User.TenantId, entry, _leaving.Token);
        if (saved.Succeeded)
        {
            _open = null;
            _said = Text["Reading.Saved", entry.Written, Marks(entry.Reading)];
            await ShowAsync(_reading!.Text, _start, _whole);
        }

        _refusal = saved.Refusal;
    }

    private async Task ChooseDictionaryAsync(ChangeEventArgs change)
    {
        DictionaryId = Guid.TryParse(change.Value as string, out var id) ? id : null;
        await DictionaryIdChanged.InvokeAsync(DictionaryId);
    }

    private void Open(Polyphone polyphone)
    {
        _open = _open == polyphone.Index ? null : polyphone.Index;
        (_word, _syllables) = (polyphone.Word, string.Join(' ', polyphone.WordReading));
    }

    private async Task FocusAsync(Polyphone polyphone)
    {
        if (_polyphones.Take(_shown).All(shown => shown.Index != polyphone.Index))
        {
            _shown = int.MaxValue;
            StateHasChanged();
        }

        await (await Script.AttachedAsync()).InvokeVoidAsync("focus", RowOf(polyphone));
    }

    private IEnumerable<string> ChoicesFor(string current) =>
        OfferedLanguages.Where(offered => Languages.Any(spoken => spoken == offered || spoken.StartsWith(offered + "-", StringComparison.Ordinal)) || offered is "zh" or "en")
            .Append(current).Distinct();

    private string Before(Polyphone polyphone)
    {
        var around = Words(polyphone.Index - 2 * LongestInstruction, polyphone.Index);
        return around[Math.Max(0, around.Length - Surrounding)..];
    }

    private string After(Polyphone polyphone)
    {
        var around = Words(polyphone.Index + 1, polyphone.Index + 2 * LongestInstruction);
        return around[..Math.Min(Surrounding, around.Length)];
    }

    /// <summary>What is written between two places, without instructions.</summary>
    private string Words(int from, int to) => string.Concat(_reading!.Pieces
        .Where(piece => piece.Start >= from && piece.Start < to && piece.Kind != ReadingKind.Instruction)
        .Select(piece => _reading.Text.Substring(piece.Start, piece.Length)));

    private static string RowOf(Polyphone polyphone) => string.Create(CultureInfo.InvariantCulture, $"reading-{polyphone.Index}");

    private static string ColourOf(string language) => language switch { "zh" => "zh", "en" => "en", "" => "none", _ => "other" };

    private static string NameOf(string language) => CultureInfo.GetCultureInfo(language).DisplayName;

    private static string Mark(string syllable) => PinyinNotation.WithMark(syllable);

    private static string Marks(string syllables) => string.Join(' ', syllables.Split(' ').Select(Mark));

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await Script.DisposeAsync();
        _self?.Dispose();
    }
}

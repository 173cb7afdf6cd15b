using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using VoiceWeb.Data;
using VoiceWeb.Engine.Text;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Pronunciations;

/// <summary>The dictionaries that texts are read with: see, search, change, import and export their words.</summary>
public sealed partial class PronunciationsPage : IAsyncDisposable
{
    private const int Page = 100;

    private static readonly string[] Kinds = ["Pinyin", "Arpabet", "Alias"];

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<DictionarySummary>? _dictionaries; // null while loading
    private PronunciationLexicon? _lexicon;
    private ImportReport? _import;
    private Refusal? _refusal;
    private DotNetObjectReference<PronunciationsPage>? _self;
    private string _newName = "";
    private string _written = "";
    private string _reading = "";
    private string _kind = Kinds[0];
    private string? _search;
    private string? _said;
    private int _shown = Page;

    [Inject]
    public required PronunciationLibrary Library { get; init; }

    [Inject]
    public required EditPronunciations Edit { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The dictionary to show; the school's own at first.</summary>
    [Parameter]
    public Guid? DictionaryId { get; set; }

    private DictionarySummary? Chosen => _dictionaries?.FirstOrDefault(dictionary => dictionary.Id == (DictionaryId ?? User.TenantId));

    private IEnumerable<string> Tags => _lexicon!.Entries.Select(entry => entry.Language).Distinct(StringComparer.OrdinalIgnoreCase);

    private List<PronunciationEntry> Found => string.IsNullOrWhiteSpace(_search)
        ? [.. _lexicon!.Entries]
        : [.. _lexicon!.Entries.Where(entry => entry.Written.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase)
            || entry.Reading.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase))];

    private PageScript Script => field ??= new(Js, "./Pronunciations/PronunciationsPage.razor.js");

    protected override Task OnParametersSetAsync()
    {
        (_import, _said, _search, _shown) = (null, null, null, Page);
        Empty();
        return LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Chosen is { MayChange: true } && _lexicon is not null)
        {
            _self ??= DotNetObjectReference.Create(this);
            await Script.AttachAsync(_self);
        }
    }

    /// <summary>A file was sent; the script beside the page tells what became of it.</summary>
    [JSInvokable]
    public async Task ImportedAsync(ImportReport? report, ReceivedProblem? problem)
    {
        _import = report;
        await LoadAsync();
        _refusal = problem?.ToRefusal() ?? _refusal;
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        _dictionaries = await Library.ListAsync(User, _leaving.Token);
        var found = await Library.FindAsync(User, DictionaryId ?? User.TenantId, _leaving.Token);
        _refusal = found.Refusal;
        _lexicon = found.Succeeded ? found.Value : null;
    }

    private async Task CreateAsync()
    {
        var created = await Edit.CreateAsync(User, _newName, _leaving.Token);
        _refusal = created.Refusal;
        if (created.Succeeded)
        {
            _newName = "";
            Navigation.NavigateTo($"/pronunciations/{created.Value}");
        }
    }

    private async Task SaveAsync()
    {
        var entry = new PronunciationEntry(_written.Trim(), LanguageOf(_written, _kind), _reading.Trim(), _kind == "Alias");
        var saved = await Edit.SetAsync(User, Chosen!.Id, entry, _leaving.Token);
        if (saved.Succeeded)
        {
            await LoadAsync();
            _said = Text["Saved", entry.Written, Shown(entry), saved.Value].Value;
            Empty();
        }

        _refusal = saved.Refusal;
    }

    private async Task RemoveWordAsync(PronunciationEntry word)
    {
        var removed = await Edit.ClearAsync(User, Chosen!.Id, word.Written, _leaving.Token);
        await LoadAsync();
        _refusal = removed.Refusal;
        _said = removed.Succeeded ? Text["Removed", word.Written, removed.Value].Value : null;
    }

    private async Task RemoveAsync()
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            Text["Remove.Title", Chosen!.Name], Text["Remove.Text"].Value, yesText: Text["Remove.Do"], cancelText: Text["Remove.Keep"]);
        if (sure == true)
        {
            _refusal = (await Edit.RemoveAsync(User, Chosen!.Id, _leaving.Token)).Refusal;
            if (_refusal is null)
            {
                Navigation.NavigateTo("/pronunciations");
            }
        }
    }

    private void Take(PronunciationEntry word) => (_written, _reading, _kind) = (word.Written, word.Reading, KindOf(word));

    private void Empty() => (_written, _reading) = ("", "");

    private string NameOf(DictionarySummary dictionary) =>
        dictionary.Scope == LexiconScope.Project ? dictionary.Name : Text[$"Scope.{dictionary.Scope}"];

    private static string KindOf(PronunciationEntry word) => word.IsAlias ? "Alias" : char.IsAsciiLetterUpper(word.Reading[0]) ? "Arpabet" : "Pinyin";

    private static string LanguageOf(string written, string kind) => kind switch
    {
        "Pinyin" => "zh",
        "Arpabet" => "en",
        _ => written.Any(unit => unit > 0x2E80) ? "zh" : "en",
    };

    private static string Shown(PronunciationEntry word) =>
        KindOf(word) == "Pinyin" ? string.Join(' ', word.Reading.Split(' ').Select(PinyinNotation.WithMark)) : word.Reading;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        await Script.DisposeAsync();
        _self?.Dispose();
    }
}

using Microsoft.AspNetCore.Components;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Studio;

/// <summary>Everything that a member has had spoken.</summary>
public sealed partial class HistoryPage : IDisposable
{
    private const int PageSize = 20;

    private readonly CancellationTokenSource _leaving = new();
    private List<RenderingDetails>? _items; // null while loading
    private int _all;
    private string? _search;
    private Refusal? _refusal;

    [Inject]
    public required RenderingLibrary Library { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    protected override Task OnInitializedAsync() => LoadAsync(PageSize);

    private Task SearchAsync(ChangeEventArgs change)
    {
        _search = change.Value as string;
        return LoadAsync(PageSize);
    }

    private Task MoreAsync() => LoadAsync(_items!.Count + PageSize);

    private Task ReloadAsync()
    {
        _refusal = null;
        return LoadAsync(Math.Max(PageSize, _items!.Count));
    }

    private void Refuse(Refusal refusal) => _refusal = refusal;

    private async Task LoadAsync(int take)
    {
        var (page, all) = await Library.ListAsync(User, _search, 0, take, _leaving.Token);
        _items = [.. page];
        _all = all;
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

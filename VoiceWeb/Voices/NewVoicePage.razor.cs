using Microsoft.AspNetCore.Components;
using VoiceWeb.Clips;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Voices;

/// <summary>Makes the draft of a voice from one's own recordings, and goes on to the consent.</summary>
public sealed partial class NewVoicePage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly HashSet<Guid> _chosen = [];
    private IReadOnlyList<ClipSummary>? _clips; // null while loading
    private string _name = "";
    private string _language = "auto";
    private string _model = VoiceModelName.Builtin;
    private IReadOnlyList<string> _models = [];
    private Refusal? _refusal;

    [Inject]
    public required ClipLibrary Clips { get; init; }

    [Inject]
    public required SpokenLanguages Speech { get; init; }

    [Inject]
    public required CreateVoice Create { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _models = Speech.Usable;
        _clips = await Clips.ListAsync(User, _leaving.Token);
        if (_clips.Count > 0)
        {
            _chosen.Add(_clips[0].Id);
            _language = VoiceLanguages.Offered.Contains(_clips[0].Language) ? _clips[0].Language : "auto";
        }

        _name = Text["New.NameSuggestion", User.DisplayName];
    }

    private void Choose(Guid clipId, bool chosen) => _ = chosen ? _chosen.Add(clipId) : _chosen.Remove(clipId);

    private async Task CreateAsync()
    {
        var created = await Create.CreateAsync(User, new NewVoice(_name, _language, [.. _chosen], Model: _model), _leaving.Token);
        _refusal = created.Refusal;
        if (created.Succeeded)
        {
            Navigation.NavigateTo($"/voices/{created.Value}");
        }
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}

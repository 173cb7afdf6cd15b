using Microsoft.AspNetCore.Components;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Tenants;

/// <summary>The schools of the installation, for its owner: make one and invite its first administrator.</summary>
public sealed partial class SchoolsPage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<School>? _schools; // null while loading
    private string _name = "";
    private string _email = "";
    private string? _link;
    private Refusal? _refusal;

    [Inject]
    public required Schools Schools { get; init; }

    [Inject]
    public required Invitations Invitations { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var schools = await Schools.ListAsync(User, _leaving.Token);
        _refusal ??= schools.Refusal;
        _schools = schools.Succeeded ? schools.Value : [];
    }

    private async Task CreateAsync()
    {
        var made = await Schools.CreateAsync(User, _name, _email, _leaving.Token);
        _refusal = made.Refusal;
        if (made.Succeeded)
        {
            _link = $"{Navigation.BaseUri}account/register?token={made.Value}";
            (_name, _email) = ("", "");
            await LoadAsync();
        }
    }
}

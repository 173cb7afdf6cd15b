using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Tenants;

namespace VoiceWeb.Account;

/// <summary>One's own account: name, ways in, schools, sessions, data.</summary>
public sealed partial class ManagePage
{
    private AppUser _account = new();
    private bool _hasPassword;
    private int _passkeys;
    private IReadOnlyList<(Guid Id, string Name)> _schools = [];
    private Guid? _current;
    private Refusal? _refusal;

    [Inject]
    public required IServiceProvider Services { get; init; }

    [Inject]
    public required Schools Schools { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    /// <summary>What was just done, after the redirect that follows it.</summary>
    [SupplyParameterFromQuery(Name = "done")]
    public string? Done { get; set; }

    [SupplyParameterFromForm(FormName = "profile")]
    public string? Name { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public PasswordChange? Passwords { get; set; }

    private OwnProfile Profile => Services.GetRequiredService<OwnProfile>();

    protected override async Task OnInitializedAsync()
    {
        Done = Done is "profile" or "password" or "sessions" ? Done : null;
        var users = Services.GetRequiredService<UserManager<AppUser>>();
        _account = await Services.GetRequiredService<OwnAccount>().GetAsync();
        _hasPassword = await users.HasPasswordAsync(_account);
        _passkeys = (await users.GetPasskeysAsync(_account)).Count;
        _schools = await Schools.OfAsync(_account.Id, HttpContext.RequestAborted);
        _current = CurrentUser.From(HttpContext.User)?.TenantId;
    }

    private async Task RenameAsync() => Go("profile", await Profile.RenameAsync(_account, Name ?? ""));

    private async Task ChangePasswordAsync() =>
        Go("password", await Profile.ChangePasswordAsync(_account, Passwords?.Old ?? "", Passwords?.New ?? "", HttpContext.RequestAborted));

    private async Task SignOutElsewhereAsync()
    {
        await Profile.SignOutElsewhereAsync(_account);
        Go("sessions", null);
    }

    private void Go(string done, Refusal? refusal)
    {
        _refusal = refusal;
        if (refusal is null)
        {
            Navigation.NavigateTo($"/account/manage?done={done}");
        }
    }
}

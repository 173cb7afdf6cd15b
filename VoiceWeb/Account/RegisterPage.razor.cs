using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Tenants;

namespace VoiceWeb.Account;

/// <summary>Where an invitation leads: a new account, or a further school for one that exists.</summary>
public sealed partial class RegisterPage
{
    private OpenInvitation? _invitation;
    private AppUser? _account;
    private Refusal? _refusal;

    [Inject]
    public required IServiceProvider Services { get; init; }

    [Inject]
    public required Invitations Invitations { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "register")]
    public NewAccount? Input { get; set; }

    /// <summary>The token again, when a signed-in account joins.</summary>
    [SupplyParameterFromForm(FormName = "join")]
    public string? Join { get; set; }

    private SignInManager<AppUser> SignIn => Services.GetRequiredService<SignInManager<AppUser>>();

    protected override async Task OnInitializedAsync()
    {
        var token = Input?.Token ?? Join ?? Token;
        _invitation = await Invitations.FindOpenAsync(token, HttpContext.RequestAborted);
        _account = await Services.GetRequiredService<OwnAccount>().FindAsync();
        Input ??= new NewAccount { Token = token ?? "", Email = _invitation?.Email ?? "" };
    }

    private async Task CreateAsync()
    {
        var created = await Services.GetRequiredService<RegisterAccount>().CreateInvitedAsync(Input!, HttpContext.RequestAborted);
        _refusal = created.Refusal;
        if (created.Succeeded)
        {
            await SignIn.SignInAsync(created.Value, isPersistent: false);
            Navigation.NavigateTo("/");
        }
    }

    private async Task JoinAsync()
    {
        var joined = await Invitations.AcceptAsync(_account!.Id, Join ?? "", HttpContext.RequestAborted);
        _refusal = joined.Refusal;
        if (joined.Succeeded)
        {
            _account.CurrentTenantId = joined.Value.TenantId;
            await SignIn.RefreshSignInAsync(_account);
            Navigation.NavigateTo("/");
        }
    }
}

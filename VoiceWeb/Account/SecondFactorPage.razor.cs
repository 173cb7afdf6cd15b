using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>Sets up an authenticator app and shows the recovery codes, once.</summary>
public sealed partial class SecondFactorPage
{
    private AppUser _account = new();
    private string _key = "";
    private string _qr = "";
    private int _codesLeft;
    private IReadOnlyList<string> _codes = [];
    private Refusal? _refusal;

    [Inject]
    public required IServiceProvider Services { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromForm(FormName = "enable")]
    public CodeInput? Input { get; set; }

    private SecondFactor Factor => Services.GetRequiredService<SecondFactor>();

    protected override async Task OnInitializedAsync()
    {
        HttpContext.Response.Headers.CacheControl = "no-store";
        _account = await Services.GetRequiredService<OwnAccount>().GetAsync();
        if (_account.TwoFactorEnabled)
        {
            _codesLeft = await Services.GetRequiredService<UserManager<AppUser>>().CountRecoveryCodesAsync(_account);
        }
        else
        {
            _key = await Factor.KeyOfAsync(_account, HttpContext.RequestAborted);
            _qr = SecondFactor.QrOf(SecondFactor.UriOf(_account, _key));
        }
    }

    private async Task EnableAsync() => await ShowAsync(await Factor.EnableAsync(_account, Input?.Code ?? "", HttpContext.RequestAborted));

    private async Task RenewAsync() => await ShowAsync(await Factor.RenewCodesAsync(_account, HttpContext.RequestAborted));

    private async Task DisableAsync()
    {
        await Factor.DisableAsync(_account, HttpContext.RequestAborted);
        await RenewSessionAsync();
        Navigation.NavigateTo("/account/second-factor");
    }

    private async Task ShowAsync(Result<IReadOnlyList<string>> outcome)
    {
        _refusal = outcome.Refusal;
        if (outcome.Succeeded)
        {
            _codes = outcome.Value;
            await RenewSessionAsync();
        }
    }

    // The change gave the account a new stamp, which would end this session too.
    private Task RenewSessionAsync() => Services.GetRequiredService<SignInManager<AppUser>>().RefreshSignInAsync(_account);
}

using Microsoft.AspNetCore.Components;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>The door: passkey, or e-mail address and password.</summary>
public sealed partial class LoginPage
{
    private Refusal? _refusal;

    [Inject]
    public required IServiceProvider Services { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public PasswordInput? Input { get; set; }

    [SupplyParameterFromForm(FormName = "passkey")]
    public PasskeyInput? Passkey { get; set; }

    private SignIns SignIns => Services.GetRequiredService<SignIns>();

    protected override void OnInitialized() => Input ??= new PasswordInput();

    private async Task ByPasswordAsync() =>
        Go(await SignIns.ByPasswordAsync(Input!.Email ?? "", Input.Password ?? "", Input.Remember, HttpContext.RequestAborted));

    private async Task ByPasskeyAsync() =>
        Go(await SignIns.ByPasskeyAsync(Passkey?.Credential ?? "", HttpContext.RequestAborted));

    private void Go(Result<SignInStep> outcome)
    {
        _refusal = outcome.Refusal;
        if (outcome.Succeeded)
        {
            var target = SignInRedirects.LocalOrHome(ReturnUrl);
            Navigation.NavigateTo(outcome.Value == SignInStep.SecondFactor ? $"/account/2fa?returnUrl={Uri.EscapeDataString(target)}" : target);
        }
    }
}

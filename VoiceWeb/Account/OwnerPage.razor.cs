using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>Where the one-time link of the first start leads: creates the owner and the first school.</summary>
public sealed partial class OwnerPage
{
    private bool _valid;
    private Refusal? _refusal;

    [Inject]
    public required IServiceProvider Services { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = "owner")]
    public NewAccount? Input { get; set; }

    protected override async Task OnInitializedAsync()
    {
        Input ??= new NewAccount { Token = Token ?? "" };
        _valid = await Services.GetRequiredService<OwnerLinks>().IsValidAsync(Input.Token, HttpContext.RequestAborted);
    }

    private async Task CreateAsync()
    {
        var created = await Services.GetRequiredService<RegisterAccount>().CreateOwnerAsync(Input!, HttpContext.RequestAborted);
        _refusal = created.Refusal;
        if (created.Succeeded)
        {
            await Services.GetRequiredService<SignInManager<AppUser>>().SignInAsync(created.Value, isPersistent: false);
            Navigation.NavigateTo("/");
        }
    }
}

using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>The passkeys of one's own account.</summary>
public sealed partial class PasskeysPage
{
    private AppUser _account = new();
    private IReadOnlyList<UserPasskeyInfo> _passkeys = [];
    private Refusal? _refusal;

    [Inject]
    public required IServiceProvider Services { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromForm(FormName = "add")]
    public PasskeyInput? Input { get; set; }

    private Passkeys Own => Services.GetRequiredService<Passkeys>();

    protected override async Task OnInitializedAsync()
    {
        _account = await Services.GetRequiredService<OwnAccount>().GetAsync();
        _passkeys = await Own.ListAsync(_account);
    }

    private async Task AddAsync() =>
        Go((await Own.AddAsync(_account, Input?.Credential ?? "", Input?.Name ?? "", HttpContext.RequestAborted)).Refusal);

    private async Task RenameAsync(string id) =>
        Go(await Own.RenameAsync(_account, id, HttpContext.Request.Form["NewName"].ToString()));

    private async Task RemoveAsync(string id) => Go(await Own.RemoveAsync(_account, id, HttpContext.RequestAborted));

    private void Go(Refusal? refusal)
    {
        _refusal = refusal;
        if (refusal is null)
        {
            Navigation.NavigateTo("/account/passkeys");
        }
    }
}

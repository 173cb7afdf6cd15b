using Microsoft.AspNetCore.Components;

namespace VoiceWeb.Shell;

/// <summary>Leads to the sign-in page by a real request, and back here afterwards.</summary>
public sealed class SignInRequired : ComponentBase
{
    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override void OnInitialized()
    {
        var here = "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
        Navigation.NavigateTo($"/account/login?returnUrl={Uri.EscapeDataString(here)}", forceLoad: true);
    }
}

using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using VoiceWeb.Security;

namespace VoiceWeb.Shell;

/// <summary>The frame of every page that lives in a circuit; hands the current user down to it.</summary>
public sealed partial class MainLayout
{
    private bool _live;
    private CurrentUser? _user;
    private ErrorBoundary? _boundary;

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        _user = CurrentUser.From((await Authentication).User);
        // Another page is another chance.
        _boundary?.Recover();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _live = true;
            StateHasChanged();
        }
    }
}

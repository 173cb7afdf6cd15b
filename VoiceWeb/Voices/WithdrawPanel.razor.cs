using Microsoft.AspNetCore.Components;
using VoiceWeb.Consent;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Voices;

/// <summary>Lets a speaker withdraw their voice, or delete a draft.</summary>
public sealed partial class WithdrawPanel
{
    private bool _asking;
    private bool _unpublish;
    private bool _working;
    private Refusal? _refusal;

    [Inject]
    public required WithdrawConsent Withdraw { get; init; }

    [Inject]
    public required VoiceLibrary Library { get; init; }

    [CascadingParameter]
    public required CurrentUser User { get; set; }

    /// <summary>The speaker's own voice.</summary>
    [Parameter, EditorRequired]
    public required VoiceSummary Voice { get; set; }

    /// <summary>Raised once the voice is withdrawn.</summary>
    [Parameter]
    public EventCallback OnWithdrawn { get; set; }

    /// <summary>Raised once the draft is gone.</summary>
    [Parameter]
    public EventCallback OnDeleted { get; set; }

    // Neither is tied to the page: what was confirmed is done, even when the page is left.
    private async Task WithdrawAsync()
    {
        _working = true;
        var receipt = await Withdraw.WithdrawAsync(User, Voice.Id, _unpublish, CancellationToken.None);
        _working = false;
        _refusal = receipt.Refusal;
        if (receipt.Succeeded)
        {
            await OnWithdrawn.InvokeAsync();
        }
    }

    private async Task DeleteAsync()
    {
        var deleted = await Library.DeleteAsync(User, Voice.Id, CancellationToken.None);
        _refusal = deleted.Refusal;
        if (deleted.Succeeded)
        {
            await OnDeleted.InvokeAsync();
        }
    }
}

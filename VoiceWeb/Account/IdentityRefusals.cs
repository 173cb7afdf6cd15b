using Microsoft.AspNetCore.Identity;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Account;

/// <summary>What Identity refuses, as refusals. Codes: <c>identity-</c> and Identity's own name of the fault.</summary>
internal static class IdentityRefusals
{
    /// <summary>The first fault of a failed result.</summary>
    public static Refusal From(IdentityResult result)
    {
        // A duplicate address comes twice, as a name and as an e-mail address; the second is what the person typed.
        var fault = result.Errors.FirstOrDefault(error => error.Code != nameof(IdentityErrorDescriber.DuplicateUserName))
            ?? result.Errors.First();
        return new Invalid($"identity-{fault.Code}", fault.Description);
    }
}

using Microsoft.AspNetCore.Identity;

namespace VoiceWeb.Account;

/// <summary>A passkey that a device has just made, and the account that it was made for.</summary>
internal sealed record NewPasskey(UserPasskeyInfo Passkey, string UserId);

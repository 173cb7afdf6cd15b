namespace VoiceWeb.Account;

/// <summary>What signing in led to.</summary>
public enum SignInStep
{
    SignedIn,

    /// <summary>The password was right, and the code of the authenticator app is still to come.</summary>
    SecondFactor,
}

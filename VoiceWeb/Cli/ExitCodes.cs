namespace VoiceWeb.Cli;

/// <summary>What a verb's exit code means.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A bug: the failure was not foreseen.</summary>
    public const int Unforeseen = 1;

    /// <summary>The input was refused, or a check said no.</summary>
    public const int Refused = 2;

    /// <summary>Something is missing on this machine.</summary>
    public const int Unavailable = 3;

    /// <summary>Stopped by the user.</summary>
    public const int Stopped = 130;
}

using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Admin;

/// <summary>The page on which anybody may ask whether a sound was made here. Section <c>Verify</c> in appsettings.</summary>
public sealed class VerifyOptions
{
    /// <summary>Whether the page and its endpoint answer. Off by default: the operator decides.</summary>
    public bool Public { get; init; }

    /// <summary>Largest file, in bytes. Default 10 MiB.</summary>
    [Range(1_024, 1_073_741_824)]
    public long MaxBytes { get; init; } = 10 * 1024 * 1024;
}

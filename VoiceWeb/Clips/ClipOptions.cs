using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Clips;

/// <summary>Limits on recordings that people give. Section <c>Clips</c> in appsettings.</summary>
public sealed class ClipOptions
{
    /// <summary>Largest file, in bytes. Default 100 MB.</summary>
    [Range(1, 200_000_000)]
    public long MaxBytes { get; init; } = 100_000_000;

    /// <summary>Longest recording, in seconds. Default 30 minutes. The decoder's own limit (section <c>Audio</c>) holds as well.</summary>
    [Range(1, 14_400)]
    public double MaxSeconds { get; init; } = 1_800;

    /// <summary>Recordings that one member may keep. Default 500.</summary>
    [Range(1, 100_000)]
    public int MaxPerMember { get; init; } = 500;

    /// <summary>Recordings that are decoded at the same time; further ones wait. Default 2.</summary>
    [Range(1, 64)]
    public int DecodedAtOnce { get; init; } = 2;

    /// <summary>Most files in one request. Default 20.</summary>
    [Range(1, 200)]
    public int MaxFilesPerRequest { get; init; } = 20;
}

using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Engine.Audio;

/// <summary>Limits on sound files that are read, and on the separate process that reads them. Section <c>Audio</c> in appsettings.</summary>
public sealed class AudioOptions
{
    /// <summary>Largest file read, in bytes. Default 200 MiB.</summary>
    [Range(1, 1_073_741_824)]
    public int MaxBytes { get; init; } = 200 * 1024 * 1024;

    /// <summary>Longest recording read, in seconds. Longer ones are refused, never cut. Default 30 minutes.</summary>
    [Range(1, 14_400)]
    public double MaxSeconds { get; init; } = 1_800;

    /// <summary>Longest time that one decoding or encoding may take, in seconds. Default 120.</summary>
    [Range(1, 3_600)]
    public double TimeoutSeconds { get; init; } = 120;

    /// <summary>Most memory (address space) that the process may take, in MiB. ffmpeg alone needs about 300. Default 1024.</summary>
    [Range(512, 65_536)]
    public int MaxMemoryMiB { get; init; } = 1_024;

    /// <summary>Where ffmpeg is. Null looks along PATH.</summary>
    public string? FfmpegPath { get; init; }
}

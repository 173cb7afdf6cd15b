using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Engine.Quality;

/// <summary>What a recording must be to be taken, and to be called good. Section <c>ClipQuality</c> in appsettings.</summary>
public sealed class ClipQualityOptions
{
    /// <summary>Less speech than this is refused, in seconds. Default 3.</summary>
    [Range(0.5, 600)]
    public double MinSpeechSeconds { get; init; } = 3;

    /// <summary>Speech from here on is good, in seconds. Default 10.</summary>
    [Range(0.5, 600)]
    public double GoodSpeechSeconds { get; init; } = 10;

    /// <summary>Less speech over background than this is refused, in dB. Default 8.</summary>
    [Range(-10, 60)]
    public double MinSnrDb { get; init; } = 8;

    /// <summary>Speech over background from here on is good, in dB. Default 20.</summary>
    [Range(-10, 60)]
    public double GoodSnrDb { get; init; } = 20;

    /// <summary>More samples cut off than this are refused, as a share of all. Default 0.02.</summary>
    [Range(0, 1)]
    public double MaxClippedRatio { get; init; } = 0.02;

    /// <summary>No more samples cut off than this are good, as a share of all. Default 0.0005.</summary>
    [Range(0, 1)]
    public double GoodClippedRatio { get; init; } = 0.0005;

    /// <summary>A lower level is refused, in dB below full scale. Default -60.</summary>
    [Range(-120, 0)]
    public double MinLevelDbfs { get; init; } = -60;

    /// <summary>A level from here on is good, in dB below full scale. Default -40.</summary>
    [Range(-120, 0)]
    public double GoodLevelDbfs { get; init; } = -40;

    /// <summary>A bandwidth from here on is good, in Hz. Default 4500: above any telephone line.</summary>
    [Range(1_000, 24_000)]
    public double GoodBandwidthHz { get; init; } = 4_500;
}

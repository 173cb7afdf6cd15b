using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Voices;

/// <summary>Limits on voices, and how they are learned. Section <c>Voices</c> in appsettings.</summary>
public sealed class VoiceOptions
{
    /// <summary>Voices that one member may have, withdrawn ones not counted. Default 20.</summary>
    [Range(1, 10_000)]
    public int MaxPerMember { get; init; } = 20;

    /// <summary>Recordings that one voice may be made from. Default 20.</summary>
    [Range(1, 200)]
    public int MaxClips { get; init; } = 20;

    /// <summary>How often approved voices are looked for that have not been learned yet. Default 2 s.</summary>
    public TimeSpan LearningPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether every school gets a sample voice, made from synthetic speech. Default true.</summary>
    public bool MakeSample { get; init; } = true;

    /// <summary>The program that speaks the sample's script. Default <c>espeak-ng</c>, found along PATH.</summary>
    [Required]
    public string EspeakProgram { get; init; } = "espeak-ng";
}

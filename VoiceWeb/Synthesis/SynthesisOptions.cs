using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Synthesis;

/// <summary>Limits of speaking. Section <c>Synthesis</c> in appsettings.</summary>
public sealed class SynthesisOptions
{
    /// <summary>Longest text of one rendering, in characters as a person counts them. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxCharacters { get; init; } = 20_000;

    /// <summary>How many renderings run at once. 0: as many as half the processors, at least one. Default 0.</summary>
    [Range(0, 64)]
    public int Parallelism { get; init; }

    /// <summary>How long a running job belongs to its worker without a sign of life, in seconds. Default 60.</summary>
    [Range(2, 3_600)]
    public int LeaseSeconds { get; init; } = 60;

    /// <summary>How often a worker without work looks for jobs that another process queued, in seconds. Default 2.</summary>
    [Range(1, 600)]
    public int PollSeconds { get; init; } = 2;

    /// <summary>How often a job is started anew after its process died, before it counts as failed. Default 3.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// Who makes the speech, as it stands in the label "AI-generated" of every file: name or code of the provider, printable ASCII
    /// without space, quotation mark and backslash. Default <c>VoiceWeb</c>.
    /// </summary>
    [RegularExpression(@"[\x21\x23-\x5B\x5D-\x7E]{1,64}")]
    public string Provider { get; init; } = "VoiceWeb";

    /// <summary>
    /// How long the sketch of a rendering is kept, in days, also after its text and audio were erased. Within that time a damaged copy is
    /// found with its help; after it the mark alone must do. Default 1095, three years.
    /// </summary>
    [Range(1, 36_500)]
    public int SketchDays { get; init; } = 1_095;
}

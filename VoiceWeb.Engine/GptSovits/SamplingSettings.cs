namespace VoiceWeb.Engine.GptSovits;

/// <summary>How the next code is chosen. The defaults are those of GPT-SoVITS.</summary>
internal sealed record SamplingSettings
{
    /// <summary>Only the likeliest codes are drawn from; 0 draws from all. 0 to 1025.</summary>
    public int TopK { get; init; } = 15;

    /// <summary>Codes past this much summed probability are left out; the likeliest always stays. Over 0, up to 1.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Above 1 evens the odds, below 1 sharpens them. 0 takes the likeliest.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The end is no choice before that many codes, so that nothing ends before it began.</summary>
    public int MinCodes { get; init; } = 11;

    /// <summary>Above 1 makes codes that were said already less likely.</summary>
    public double RepetitionPenalty { get; init; } = 1.35;
}

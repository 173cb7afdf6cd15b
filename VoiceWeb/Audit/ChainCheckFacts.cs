using System.Text.Json;

namespace VoiceWeb.Audit;

/// <summary>What is recorded of a walk along the chain, and read again for the page.</summary>
internal sealed record ChainCheckFacts(long Entries, bool Whole, long? BrokenAt)
{
    private static readonly JsonSerializerOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    public static object Of(ChainVerdict verdict) => new { entries = verdict.Entries, whole = verdict.Whole, brokenAt = verdict.Break?.Sequence };

    public static ChainCheckFacts Read(string json) => JsonSerializer.Deserialize<ChainCheckFacts>(json, AnyCase)!;
}

/// <summary>The last walk along the chain, by whomever.</summary>
/// <param name="At">When.</param>
/// <param name="Entries">Entries that fitted.</param>
/// <param name="Whole">Whether all did.</param>
public sealed record LastChainCheck(DateTimeOffset At, long Entries, bool Whole);

namespace VoiceWeb.Engine.Speakers;

/// <summary>What the check of a reading found. A support for a reviewer, not a proof.</summary>
/// <param name="Decision">Read, not read, or for a person to say.</param>
/// <param name="Slots">One result a challenge word.</param>
/// <param name="Margin">Sum of the margins of all slots.</param>
/// <param name="TextCost">Cost of the whole text a frame; grows when other words were read, but also with noise and another microphone.</param>
/// <param name="SignalToNoiseDb">Speech above noise in the recording.</param>
/// <param name="IsNarrow">Whether the recording sounds like a telephone.</param>
public sealed record ReadingVerdict(
    ReadingDecision Decision, IReadOnlyList<SlotResult> Slots, double Margin, double TextCost, double SignalToNoiseDb, bool IsNarrow)
{
    /// <summary>How many words fit better than all their decoys.</summary>
    public int SlotsWon => Slots.Count(slot => slot.Won);
}

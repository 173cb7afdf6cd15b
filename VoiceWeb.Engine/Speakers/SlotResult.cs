namespace VoiceWeb.Engine.Speakers;

/// <summary>How a reading fits one challenge word.</summary>
/// <param name="Won">Whether the word fits better than every decoy.</param>
/// <param name="Margin">Mean cost of the decoys less that of the word, times the seconds of speech; above 0 speaks for the word.</param>
public sealed record SlotResult(bool Won, double Margin);

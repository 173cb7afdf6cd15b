namespace VoiceWeb.Synthesis;

/// <summary>Texts of the player and of refusals to speak.</summary>
public sealed class SynthesisText;

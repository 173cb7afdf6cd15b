namespace VoiceWeb.Pronunciations;

/// <summary>Marks the texts of this feature.</summary>
public sealed class PronunciationsText;

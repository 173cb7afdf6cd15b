namespace VoiceWeb.Clips;

/// <summary>Marks the texts of this feature, <c>ClipsText.resx</c> and its translations.</summary>
public sealed class ClipsText;

namespace VoiceWeb.Consent;

/// <summary>Marks the texts of this feature, <c>ConsentText.resx</c> and its translations.</summary>
public sealed class ConsentText;

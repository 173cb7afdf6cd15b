namespace VoiceWeb.Voices;

/// <summary>Marks the texts of this feature, <c>VoicesText.resx</c> and its translations.</summary>
public sealed class VoicesText;

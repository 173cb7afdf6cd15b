namespace VoiceWeb.Studio;

/// <summary>Texts of studio, history and listening.</summary>
public sealed class StudioText;

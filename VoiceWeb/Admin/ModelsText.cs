namespace VoiceWeb.Admin;

/// <summary>Texts of the page of speech models.</summary>
public sealed class ModelsText;

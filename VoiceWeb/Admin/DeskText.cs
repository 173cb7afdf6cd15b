namespace VoiceWeb.Admin;

/// <summary>Texts of the auditor's desk, of cases and of the visitors' page.</summary>
public sealed class DeskText;

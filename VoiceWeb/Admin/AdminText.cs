namespace VoiceWeb.Admin;

/// <summary>Texts of jobs, health and tracing.</summary>
public sealed class AdminText;

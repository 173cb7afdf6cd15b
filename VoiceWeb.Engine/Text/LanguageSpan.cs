namespace VoiceWeb.Engine.Text;

/// <summary>A stretch of a text in one language.</summary>
internal readonly record struct LanguageSpan(string Language, string Text);

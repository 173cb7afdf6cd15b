namespace VoiceWeb.Synthesis;

/// <summary>A sound file ready to leave.</summary>
/// <param name="Content">Its bytes; seekable. Disposed by whoever sends it.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="FileName">Name to save it under.</param>
/// <param name="Repeatable">Whether asking again gives the same bytes, so that it may be fetched in pieces.</param>
public sealed record AudioFile(Stream Content, string ContentType, string FileName, bool Repeatable);

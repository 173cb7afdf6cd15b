namespace VoiceWeb.Engine.Text;

/// <summary>A part of a sentence that is spoken on its own.</summary>
/// <param name="Sentence">What is written, with its style.</param>
/// <param name="PauseBefore">Silence that the writer asked for before it; only at the beginning of a sentence.</param>
/// <param name="PauseAfter">Silence that the writer asked for after it.</param>
internal sealed record SentencePiece(Sentence Sentence, TimeSpan PauseBefore, TimeSpan PauseAfter);

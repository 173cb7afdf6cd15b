namespace VoiceWeb.Engine.Text;

/// <summary>How a text will be said, place by place, for the eyes of its writer.</summary>
/// <param name="Text">The text.</param>
/// <param name="Pieces">Its pieces in order; they cover it.</param>
/// <param name="Warnings">What could not be read, or was read with doubt.</param>
public sealed record TextReading(string Text, IReadOnlyList<ReadingPiece> Pieces, IReadOnlyList<TextWarning> Warnings);

namespace VoiceWeb.Engine.Text;

/// <summary>A piece of a text and how it is said. The pieces of a text touch and cover it.</summary>
/// <param name="Start">Where it starts, in UTF-16 units.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Language">BCP 47 tag of the language it is said in; empty for an instruction.</param>
/// <param name="Spoken">What is said; empty where nothing is.</param>
public sealed record ReadingPiece(int Start, int Length, ReadingKind Kind, string Language, string Spoken)
{
    /// <summary>The character's readings, where it has several.</summary>
    public Polyphone? Polyphone { get; init; }
}

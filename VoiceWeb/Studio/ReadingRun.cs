using VoiceWeb.Engine.Text;

namespace VoiceWeb.Studio;

/// <summary>Something that the reading panel shows in one piece.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Written">What is written.</param>
/// <param name="Spoken">What is said.</param>
/// <param name="Polyphone">Its readings, where it is one character that has several.</param>
internal sealed record ReadingRun(ReadingKind Kind, string Written, string Spoken, Polyphone? Polyphone)
{
    /// <summary>Whether it is shown as it is written.</summary>
    public bool IsText => Polyphone is null && (Kind is ReadingKind.Plain or ReadingKind.Silent);
}

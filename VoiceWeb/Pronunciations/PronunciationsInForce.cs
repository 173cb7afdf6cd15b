using VoiceWeb.Engine.Text;

namespace VoiceWeb.Pronunciations;

/// <summary>The dictionaries that a text is read with.</summary>
/// <param name="Set">For the text front-end.</param>
/// <param name="Versions">Which they are: <c>id:version</c> with spaces between.</param>
public sealed record PronunciationsInForce(PronunciationSet Set, string Versions);

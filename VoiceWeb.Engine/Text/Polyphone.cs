namespace VoiceWeb.Engine.Text;

/// <summary>A character that can be read in more than one way.</summary>
/// <param name="Index">Where it stands in the text that was analysed, in UTF-16 units.</param>
/// <param name="Character">The character.</param>
/// <param name="Chosen">How it will be read here: pinyin with a tone digit.</param>
/// <param name="Candidates">All its readings, the chosen one among them.</param>
public sealed record Polyphone(int Index, string Character, string Chosen, IReadOnlyList<string> Candidates);

using System.Text.Json.Serialization;

namespace VoiceWeb.Engine.Text;

/// <summary>A character that can be read in more than one way.</summary>
/// <param name="Index">Where it stands in the text that was analysed, in UTF-16 units.</param>
/// <param name="Character">The character.</param>
/// <param name="Chosen">How it will be read here: pinyin with a tone digit.</param>
/// <param name="Candidates">All its readings, the chosen one among them.</param>
public sealed record Polyphone(int Index, string Character, string Chosen, IReadOnlyList<string> Candidates)
{
    /// <summary>The word that it stands in, as written; the character itself where it stands alone.</summary>
    [JsonIgnore]
    public string Word { get; init; } = Character;

    /// <summary>The readings of the word's characters, in order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> WordReading { get; init; } = [Chosen];

    /// <summary>Which of the word's characters this is.</summary>
    [JsonIgnore]
    public int PlaceInWord { get; init; }

    /// <summary>Whether the writer or a dictionary has fixed it.</summary>
    [JsonIgnore]
    public bool IsFixed { get; init; }
}

using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.English;

/// <summary>
/// Pronounces words that no dictionary has: each letter sounds as the widest context that is known around it says. Immutable, linear in
/// the length.
/// </summary>
/// <remarks>Learned from CMUdict by <c>tools/text/train_letter_to_sound.py</c>, which says how.</remarks>
internal sealed class LetterToSound
{
    private const int Widest = 5;

    private static readonly Lazy<LetterToSound> Shared = new(() => new LetterToSound());
    private static readonly (int Left, int Right)[] Contexts = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4), (4, 4), (5, 5)];

    private readonly string[][] _sounds;
    private readonly ushort[] _soundOf;
    private readonly WordList _contexts;

    private LetterToSound()
    {
        var reader = new ColumnReader(DictionaryResource.Open("en-letters"));
        _sounds = Array.ConvertAll(reader.Strings(), sound => sound.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var count = reader.Int();
        _soundOf = reader.ShortColumn(count);
        var (text, starts) = reader.Words(count);
        _contexts = new WordList(text, starts);
    }

    public static LetterToSound Default => Shared.Value;

    /// <summary>Phones of a word.</summary>
    /// <param name="word">Letters a to z in lower case; others are silent.</param>
    public IReadOnlyList<string> Read(string word)
    {
        var padded = new string('#', Widest) + word + new string('#', Widest);
        var phones = new List<string>();
        Span<char> key = stackalloc char[(2 * Widest) + 2];
        for (var i = Widest; i < padded.Length - Widest; i++)
        {
            for (var width = Contexts.Length - 1; width >= 0; width--)
            {
                var (left, right) = Contexts[width];
                key[0] = (char)('0' + width); // each width has its own part of the table
                padded.AsSpan(i - left, left + right + 1).CopyTo(key[1..]);
                if (_contexts.Find(key[..(left + right + 2)]) is >= 0 and var found)
                {
                    phones.AddRange(_sounds[_soundOf[found]]);
                    break;
                }
            }
        }

        return phones;
    }
}

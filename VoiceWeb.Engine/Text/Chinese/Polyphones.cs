namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Which characters are in living use with more than one reading. Immutable.</summary>
/// <remarks>A reading counts when at least three phrases, and two in a hundred of those with the character, have it.</remarks>
internal sealed class Polyphones
{
    private const int FewestPhrases = 3;
    private const double SmallestShare = 0.02;

    private static readonly Lazy<Polyphones> Shared = new(() => new Polyphones(PinyinDictionary.Default));

    private readonly PinyinDictionary _dictionary;
    private readonly Dictionary<char, string[]> _candidates = [];

    private Polyphones(PinyinDictionary dictionary)
    {
        _dictionary = dictionary;
        foreach (var (character, counts) in dictionary.CountReadings())
        {
            var all = counts.Values.Sum();
            var used = counts.Where(entry => entry.Value >= FewestPhrases && entry.Value >= SmallestShare * all)
                .OrderByDescending(entry => entry.Value).Select(entry => entry.Key).ToArray();

            // A syllable that only loses its tone in some words is no second reading.
            // 一 and 不 change with what follows, by rule.
            if (character is not ('一' or '不') && (used.Where(reading => reading[^1] != '5').Take(2).Count() > 1 || used.Select(reading => reading[..^1]).Distinct().Count() > 1))
            {
                _candidates[character] = used;
            }
        }
    }

    public static Polyphones Default => Shared.Value;

    /// <summary>The readings of a character, the commonest first and the chosen one among them; empty when there is nothing to choose.</summary>
    /// <param name="character">A Chinese character.</param>
    /// <param name="chosen">How it is read in its place.</param>
    /// <param name="isFixed">Whether somebody has laid that down.</param>
    public IReadOnlyList<string> CandidatesOf(char character, string chosen, bool isFixed)
    {
        if (_candidates.TryGetValue(character, out var known))
        {
            return known.Contains(chosen) ? known : [chosen, .. known];
        }

        // A rare reading, such as that of 大 in 大夫, is one to look at.
        var usual = _dictionary.ReadingsOf(character);
        var isRare = usual.Length > 0 && character is not ('一' or '不') && chosen[..^1] != usual[0][..^1];
        return isRare || isFixed ? [.. usual.Take(1).Append(chosen).Distinct()] : [];
    }
}

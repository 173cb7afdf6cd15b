namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Which characters are in living use with more than one reading. Immutable.</summary>
/// <remarks>A reading counts when at least three phrases, and two in a hundred of those with the character, have it.</remarks>
internal sealed class Polyphones
{
    private const int FewestPhrases = 3;
    private const double SmallestShare = 0.02;

    private static readonly Lazy<Polyphones> Shared = new(() => new Polyphones(PinyinDictionary.Default));

    private readonly Dictionary<char, string[]> _candidates = [];

    private Polyphones(PinyinDictionary dictionary)
    {
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

    /// <summary>The readings of a character, the commonest first; empty when there is only one in living use.</summary>
    public IReadOnlyList<string> CandidatesOf(char character) => _candidates.GetValueOrDefault(character, []);
}

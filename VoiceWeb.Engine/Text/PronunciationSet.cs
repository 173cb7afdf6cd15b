using System.Collections;
using System.Runtime.CompilerServices;

namespace VoiceWeb.Engine.Text;

/// <summary>
/// The pronunciation dictionaries that apply to a text. A longer written form wins over a shorter one, and of equal ones a project's
/// over a school's over the installation's. Immutable and safe for concurrent use; made once, it serves many sentences.
/// </summary>
[CollectionBuilder(typeof(PronunciationSet), nameof(Of))]
public sealed class PronunciationSet : IReadOnlyCollection<PronunciationLexicon>
{
    private readonly PronunciationLexicon[] _dictionaries;
    private readonly Lazy<PronunciationMatcher> _matcher;

    private PronunciationSet(PronunciationLexicon[] dictionaries)
    {
        _dictionaries = dictionaries;
        _matcher = new Lazy<PronunciationMatcher>(() => new PronunciationMatcher(_dictionaries));
    }

    /// <summary>No dictionary.</summary>
    public static PronunciationSet None { get; } = new([]);

    public int Count => _dictionaries.Length;

    internal PronunciationMatcher Matcher => _matcher.Value;

    /// <summary>Dictionaries in any order; of two with one scope the later wins.</summary>
    public static PronunciationSet Of(ReadOnlySpan<PronunciationLexicon> dictionaries) => dictionaries.IsEmpty ? None : new(dictionaries.ToArray());

    public IEnumerator<PronunciationLexicon> GetEnumerator() => ((IEnumerable<PronunciationLexicon>)_dictionaries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _dictionaries.GetEnumerator();
}

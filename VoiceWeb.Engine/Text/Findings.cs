using System.Globalization;
using System.Text;
using VoiceWeb.Engine.Text.Chinese;

namespace VoiceWeb.Engine.Text;

/// <summary>Gathers what an analysis finds, in the order of the text.</summary>
internal sealed class Findings
{
    private const int MostWarnings = 50;

    private readonly HashSet<string> _foreign = [];
    private readonly HashSet<string> _unknown = [];

    /// <summary>Where in the whole text each character of the stretch at hand stands; empty when the stretch is the whole.</summary>
    public int[] Places { get; set; } = [];

    public List<AnalyzedSegment> Segments { get; } = [];

    public List<SpokenStretch> Stretches { get; } = [];

    /// <summary>How each place is said, where somebody wants to see it; null otherwise.</summary>
    public ReadingPieces? Pieces { get; init; }

    public List<Polyphone> Polyphones { get; } = [];

    public List<TextWarning> Warnings { get; } = [];

    public void Warn(TextWarning warning)
    {
        if (Warnings.Count < MostWarnings)
        {
            Warnings.Add(warning);
        }
    }

    public void WarnOnce(TextWarning warning)
    {
        if (!Warnings.Exists(known => known.Sentence == warning.Sentence))
        {
            Warn(warning);
        }
    }

    /// <summary>Adds a segment with what the base speech says for it: syllables and marks in Chinese, words in English.</summary>
    public void AddSpoken(AnalyzedSegment segment, IReadOnlyList<string> spoken)
    {
        Segments.Add(segment);
        Stretches.Add(new SpokenStretch(segment.Language, segment.Language == "zh" ? PinyinText(spoken) : spoken[0], TimeSpan.Zero));
    }

    public void AddForeign(AnalyzedSegment segment)
    {
        Segments.Add(segment);
        if (segment.Normalized.Length > 0)
        {
            Stretches.Add(new SpokenStretch(segment.Language, segment.Normalized, TimeSpan.Zero));
        }

        if (segment.Text.Any(char.IsLetter) && _foreign.Add(segment.Language))
        {
            Warn(new TextWarning(
                "no-phones", $"There are no phones for the language '{segment.Language}': a voice model that needs phones cannot speak this part.", segment.Language));
        }
    }

    /// <summary>Adds a pause after what has been found so far.</summary>
    public void AddPause(TimeSpan pause)
    {
        if (Stretches.Count == 0)
        {
            Stretches.Add(new SpokenStretch("zxx", string.Empty, pause));
        }
        else
        {
            Stretches[^1] = Stretches[^1] with { PauseAfter = Stretches[^1].PauseAfter + pause };
        }
    }

    public void AddUnknown(string text, int index, int start)
    {
        var character = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]) ? text.Substring(index, 2) : text[index].ToString();
        AddPiece(start + index, start + index + character.Length, ReadingKind.Unknown, string.Empty, string.Empty);
        if (_unknown.Add(character))
        {
            Warn(new TextWarning(
                "no-reading", string.Create(CultureInfo.InvariantCulture, $"'{character}' (place {PlaceOf(start + index) + 1}) has no reading and is not spoken."), character));
        }
    }

    /// <summary>Looks through a stretch that holds nothing to say, for characters that deserve a warning.</summary>
    public void AddSilent(string text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (char.IsSymbol(text, i) && SpokenSigns.NameOf(text[i]) is null && !char.IsLowSurrogate(text[i]))
            {
                AddUnknown(text, i, 0);
            }
        }
    }

    /// <summary>Adds a piece with places in the stretch at hand.</summary>
    public void AddPiece(int start, int end, ReadingKind kind, string language, string spoken) =>
        Pieces?.Add(PlaceOf(start), PlaceOf(end - 1) + 1, kind, language, spoken);

    /// <summary>Adds the characters of a Chinese stretch that can be read in more than one way.</summary>
    public void AddPolyphones(string text, int start, ChineseReading spoken)
    {
        var (normalized, sources, reading, fixedPlaces) = (spoken.Text, spoken.Sources, spoken.Syllables, spoken.FixedPlaces);
        var word = 0;
        for (var i = 0; i < normalized.Length; i++)
        {
            while (word + 1 < spoken.WordStarts.Count && spoken.WordStarts[word + 1] <= i)
            {
                word++;
            }

            var isWritten = spoken.IsWritten(i) && text[sources[i]] is >= '\u4E00' and <= '\u9FA5';
            var all = isWritten ? Chinese.Polyphones.Default.CandidatesOf(normalized[i], reading[i], fixedPlaces.Contains(sources[i])) : [];
            if (all.Count > 0)
            {
                var (first, end) = spoken.WordAt(word, i);
                Polyphones.Add(new Polyphone(PlaceOf(start + sources[i]), text[sources[i]].ToString(), reading[i], all)
                {
                    Word = text[sources[first]..(sources[end - 1] + 1)],
                    WordReading = reading[first..end],
                    PlaceInWord = i - first,
                    IsFixed = fixedPlaces.Contains(sources[i]),
                });
            }
        }
    }

    private int PlaceOf(int index) => index < Places.Length ? Places[index] : index;

    /// <summary>The spoken forms one after another, with a space where a word would run into another.</summary>
    public static string Join(IEnumerable<AnalyzedSegment> segments)
    {
        var builder = new StringBuilder();
        foreach (var segment in segments)
        {
            if (builder.Length > 0 && segment.Normalized.Length > 0 && (segment.Language != "zh" || char.IsAsciiLetterOrDigit(builder[^1])))
            {
                builder.Append(' ');
            }

            builder.Append(segment.Normalized);
        }

        return builder.ToString();
    }

    private static string PinyinText(IReadOnlyList<string> reading)
    {
        var builder = new StringBuilder();
        foreach (var syllable in reading)
        {
            var isMark = syllable.Length == 1;
            if (builder.Length > 0 && !isMark)
            {
                builder.Append(' ');
            }

            builder.Append(isMark ? syllable switch { "…" => ".", "-" => ",", _ => syllable } : syllable);
        }

        return builder.ToString();
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using VoiceWeb.Engine.Text.Chinese;

namespace VoiceWeb.Engine.Text;

/// <summary>
/// Reads the writer's own instructions in a text: <c>长(zhang3)大</c>, <c>tomato[read:T AH0 M AA1 T OW2]</c>, <c>[pause:1.2s]</c>,
/// <c>[lang:en]…[/lang]</c>, <c>[slot:happy]…[/slot]</c>. All other brackets are plain text. Linear in the length.
/// </summary>
internal static class Markup
{
    /// <summary>The longest pause that can be asked for.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>A syllable with its tone as a digit, or as a mark.</summary>
    private const string Syllable = "(?:[a-zü:v]{1,6}[1-5]|[a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4})";

    private static readonly Regex Tag = new(
        $@"\[(?<name>read|pause|lang|slot):(?<value>[^\[\]]{{1,200}})\]|\[/(?<end>lang|slot)\]|(?<=[\u4E00-\u9FA5])[(（](?<pinyin>{Syllable}(?: {Syllable}){{0,15}})[)）]",
        RegexOptions.CultureInvariant);

    private static readonly Regex Duration = new(@"^([0-9]{1,3}(?:\.[0-9]{1,3})?)\s?(ms|s)?$", RegexOptions.CultureInvariant);
    private static readonly Regex LanguageTag = new("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.CultureInvariant);
    private static readonly Regex SlotName = new(@"^[\p{L}\p{N} _\-]{1,40}$", RegexOptions.CultureInvariant);

    /// <summary>The instructions of a text, in order.</summary>
    public static IEnumerable<Match> Tags(string text) => text.AsSpan().IndexOfAny("[(（") < 0 ? [] : Tag.Matches(text);

    /// <summary>Replaces every instruction by word joiners, so that the rest can be cut into sentences with all places kept.</summary>
    public static string Mask(string text)
    {
        StringBuilder? masked = null;
        foreach (var tag in Tags(text))
        {
            masked ??= new StringBuilder(text);
            for (var i = 0; i < tag.Length; i++)
            {
                masked[tag.Index + i] = SentenceEnds.Masked;
            }
        }

        return masked?.ToString() ?? text;
    }

    /// <summary>Takes a text apart at its instructions.</summary>
    /// <param name="text">The text with its markup.</param>
    /// <param name="warn">Receives each instruction that cannot be followed.</param>
    public static List<MarkedStretch> Parse(string text, Action<TextWarning> warn)
    {
        var reader = new MarkupReader(text);
        foreach (var tag in Tags(text))
        {
            reader.CopyTo(tag.Index);
            var problem = tag.Groups["pinyin"].Success ? reader.FixPinyin(tag.Groups["pinyin"].Value)
                : tag.Groups["end"].Success ? reader.End(tag.Groups["end"].Value)
                : Follow(reader, tag.Groups["name"].Value, tag.Groups["value"].Value.Trim());
            if (problem is not null)
            {
                warn(new TextWarning(problem.Code, $"'{tag.Value}' is not followed: {problem.Sentence}", tag.Value));
            }

            if (problem is not null && tag.Groups["pinyin"].Success)
            {
                continue; // then it was no instruction, but text in brackets
            }

            reader.SkipTo(tag.Index + tag.Length);
        }

        reader.CopyTo(text.Length);
        return reader.Finish();
    }

    private static TextWarning? Follow(MarkupReader reader, string name, string value)
    {
        switch (name)
        {
            case "pause":
                return PauseOf(value) is { } pause ? reader.Pause(pause) : new TextWarning("pause", "write a pause as 0.5s or 500ms, up to 10 s.");
            case "lang":
                return LanguageTag.IsMatch(value) ? reader.Language(value) : new TextWarning("language", "write a language as zh, en or pt-BR.");
            case "slot":
                return SlotName.IsMatch(value) ? reader.Slot(value) : new TextWarning("slot", "the name of a slot has letters, digits and spaces only, at most 40.");
            default:
                return reader.FixReading(value);
        }
    }

    /// <summary>How long a pause was asked for; null where that cannot be read or is too long.</summary>
    public static TimeSpan? PauseOf(string value)
    {
        var found = Duration.Match(value);
        if (!found.Success)
        {
            return null;
        }

        var number = double.Parse(found.Groups[1].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        var pause = TimeSpan.FromSeconds(found.Groups[2].Value == "ms" ? number / 1000 : number);
        return pause <= LongestPause ? pause : null;
    }

    /// <summary>Reads a reading that is written out: pinyin syllables with tone digits, or ARPAbet phones.</summary>
    /// <returns>Null when it is neither.</returns>
    public static (IReadOnlyList<string> Reading, bool IsPinyin)? ParseReading(string value)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var pinyin = parts.Select(part => PinyinNotation.WithDigit(part.Replace("u:", "v", StringComparison.Ordinal)).Replace('ü', 'v')).ToArray();
        if (parts.Length > 0 && pinyin.All(part => char.IsAsciiLetterLower(part[0]) && MandarinPhones.TrySplit(part, out _, out _)))
        {
            return (pinyin, true);
        }

        var isArpabet = parts.Length > 0 && parts.All(part => char.IsAsciiLetterUpper(part[0]) && part.Length <= 3
            && part is not ("SP" or "SP2" or "SP3" or "UNK" or "E" or "I" or "U") && part.All(char.IsAsciiLetterOrDigit)
            && !part.Any(char.IsAsciiLetterLower) && SymbolTable.IdOf(part) is not null);
        return isArpabet ? (parts, false) : null;
    }
}

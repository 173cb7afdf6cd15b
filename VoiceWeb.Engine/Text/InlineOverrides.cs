using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text;

/// <summary>Writes a writer's choices into the text as instructions, changing an instruction that is there already.</summary>
public static class InlineOverrides
{
    /// <summary>Fixes the reading of one Chinese character, as <c>长(zhang3)</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="index">Where the character stands, in UTF-16 units.</param>
    /// <param name="syllable">Pinyin with a tone digit.</param>
    public static TextEdit Reading(string text, int index, string syllable)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)text.Length);
        foreach (var tag in Markup.Tags(text))
        {
            var syllables = tag.Groups["pinyin"].Value.Split(' ');
            var first = tag.Index - syllables.Length;
            if (tag.Groups["pinyin"].Success && first <= index && index < tag.Index && first >= 0)
            {
                syllables[index - first] = syllable;
                return new TextEdit(tag.Groups["pinyin"].Index, tag.Groups["pinyin"].Length, string.Join(' ', syllables));
            }
        }

        return new TextEdit(index + 1, 0, $"({syllable})");
    }

    /// <summary>Sets the language of a stretch, as <c>[lang:en]…[/lang]</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the stretch starts, in UTF-16 units.</param>
    /// <param name="length">How long it is; spaces at its ends stay outside.</param>
    /// <param name="language">BCP 47 tag.</param>
    public static TextEdit Language(string text, int start, int length, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var inner = text.AsSpan(start, length);
        start += inner.Length - inner.TrimStart().Length;
        inner = inner.Trim();
        var end = start + inner.Length;
        Match? open = null;
        foreach (var tag in Markup.Tags(text))
        {
            if (tag.Index + tag.Length == start && tag.Groups["name"].Value == "lang")
            {
                open = tag;
            }
            else if (open is not null && tag.Index == end && tag.Groups["end"].Value == "lang")
            {
                return new TextEdit(open.Groups["value"].Index, open.Groups["value"].Length, language);
            }
        }

        return new TextEdit(start, inner.Length, $"[lang:{language}]{inner}[/lang]");
    }
}

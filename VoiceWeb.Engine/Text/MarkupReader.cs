using System.Text;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text;

/// <summary>Builds the stretches of a text while its instructions are read in order. Each instruction answers what is wrong with it, or null.</summary>
internal sealed class MarkupReader(string source)
{
    private static readonly Regex LastWord = new(@"[A-Za-z\u00C0-\u024F'’\-]{1,60}$", RegexOptions.CultureInvariant | RegexOptions.RightToLeft);

    private readonly List<MarkedStretch> _stretches = [];
    private readonly StringBuilder _text = new();
    private readonly List<int> _places = [];
    private readonly List<ReadingOverride> _overrides = [];
    private readonly Stack<string?> _languages = new();
    private string? _language;
    private string? _slot;
    private int _at;

    public void CopyTo(int end)
    {
        for (; _at < end; _at++)
        {
            _text.Append(source[_at]);
            _places.Add(_at);
        }
    }

    public void SkipTo(int end) => _at = end;

    /// <summary>Fixes the reading of the Chinese characters just before.</summary>
    public TextWarning? FixPinyin(string value)
    {
        if (Markup.ParseReading(value) is not { IsPinyin: true } parsed)
        {
            return new TextWarning("syllable", "a syllable is written as zhang3.");
        }

        var start = _text.Length - parsed.Reading.Count;
        if (start < 0 || Enumerable.Range(start, parsed.Reading.Count).Any(i => Scripts.Of(_text[i]) != Script.Han))
        {
            return new TextWarning("syllables", "there are more syllables than Chinese characters before them.");
        }

        _overrides.Add(new ReadingOverride(start, parsed.Reading.Count, parsed.Reading, IsPinyin: true));
        return null;
    }

    /// <summary>Fixes the reading of the word just before; after a space or at the start the phones are said on their own.</summary>
    public TextWarning? FixReading(string value)
    {
        if (Markup.ParseReading(value) is not { } parsed)
        {
            return new TextWarning("reading", "a reading is written in ARPAbet (HH AH0 L OW1) or in pinyin (zhang3 da4).");
        }

        if (parsed.IsPinyin)
        {
            return FixPinyin(value);
        }

        var tail = _text.ToString(Math.Max(0, _text.Length - 60), Math.Min(60, _text.Length));
        var word = LastWord.Match(tail);
        var length = word.Success ? word.Length : 0;
        if (length == 0)
        {
            // A placeholder letter carries the phones, so that they have a place in the text.
            _text.Append('x');
            _places.Add(_at);
            length = 1;
        }

        _overrides.Add(new ReadingOverride(_text.Length - length, length, parsed.Reading, IsPinyin: false) { IsAlone = !word.Success });
        return null;
    }

    public TextWarning? Pause(TimeSpan pause)
    {
        Close(pause);
        return null;
    }

    public TextWarning? Language(string tag)
    {
        Close(TimeSpan.Zero);
        _languages.Push(_language);
        _language = tag;
        return null;
    }

    public TextWarning? Slot(string name)
    {
        Close(TimeSpan.Zero);
        _slot = name;
        return null;
    }

    public TextWarning? End(string name)
    {
        Close(TimeSpan.Zero);
        if (name == "slot")
        {
            _slot = null;
            return null;
        }

        // The opening tag can stand in an earlier sentence: an end alone is no mistake.
        _language = _languages.Count > 0 ? _languages.Pop() : null;
        return null;
    }

    public List<MarkedStretch> Finish()
    {
        Close(TimeSpan.Zero);
        return _stretches;
    }

    private void Close(TimeSpan pause)
    {
        if (_text.Length > 0 || pause > TimeSpan.Zero)
        {
            _stretches.Add(new MarkedStretch(_text.ToString(), [.. _places], _language, _slot, [.. _overrides], pause));
        }

        _text.Clear();
        _places.Clear();
        _overrides.Clear();
    }
}

using System.Text;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>A stretch of a sentence that one base voice can read.</summary>
internal readonly record struct ScriptRun(string Text, string Voice)
{
    /// <summary>
    /// Cuts a sentence where its script changes to one that its voice cannot read: Latin words in Chinese go to English, Chinese
    /// characters in any other text to Mandarin. Digits, marks and spaces stay with what stands before them.
    /// </summary>
    public static IReadOnlyList<ScriptRun> Cut(string text, string voice)
    {
        var clean = Clean(text);
        var runs = new List<ScriptRun>();
        var start = 0;
        var current = (string?)null;
        for (var i = 0; i < clean.Length; i += i + 1 < clean.Length && char.IsSurrogatePair(clean, i) ? 2 : 1)
        {
            var needed = VoiceFor(Scripts.Of(Scripts.CodePointAt(clean, i)), voice);
            if (needed is null)
            {
                continue;
            }

            if (current is not null && needed != current)
            {
                runs.Add(new ScriptRun(clean[start..i], current));
                start = i;
            }

            current = needed;
        }

        if (start < clean.Length)
        {
            runs.Add(new ScriptRun(clean[start..], current ?? voice));
        }

        return runs;
    }

    /// <summary>
    /// The runs of a stretch that the text front-end has read: its pinyin and English words as they are, with phonemes that the writer
    /// fixed; other languages cut where their script changes.
    /// </summary>
    /// <param name="stretch">What is to be said.</param>
    /// <param name="main">BCP 47 tag of the sentence: English keeps its accent.</param>
    /// <param name="voices">The base voices.</param>
    /// <exception cref="UnspeakableTextException">Nobody speaks the language.</exception>
    public static IReadOnlyList<ScriptRun> Of(SpokenStretch stretch, string main, BaseVoices voices)
    {
        if (stretch.Text.Length == 0)
        {
            return [];
        }

        var voice = stretch.Language == "en" && !main.StartsWith("en", StringComparison.OrdinalIgnoreCase)
            ? BaseVoices.English
            : voices.For(SameLanguage(stretch.Language, main) ? main : stretch.Language);
        return stretch.Language is "zh" or "en" ? [new ScriptRun(stretch.Text, voice)] : Cut(stretch.Text, voice);
    }

    private static bool SameLanguage(string one, string other) =>
        one.Split('-')[0].Equals(other.Split('-')[0], StringComparison.OrdinalIgnoreCase);

    private static string? VoiceFor(Script script, string voice) => script switch
    {
        Script.None => null,
        Script.Latin => voice is BaseVoices.Mandarin or BaseVoices.Cantonese ? BaseVoices.English : voice,
        Script.Han => voice is BaseVoices.Cantonese or "ja" ? voice : BaseVoices.Mandarin,
        _ => voice,
    };

    /// <summary>Takes out what the base speech would read as commands: control characters, lone surrogates, "[[".</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text, i))
            {
                clean.Append(text, i++, 2);
            }
            else if (char.IsControl(text[i]) || char.IsSurrogate(text[i]))
            {
                clean.Append(' ');
            }
            else
            {
                clean.Append(text[i]);
                if (text[i] == '[')
                {
                    clean.Append(' ');
                }
            }
        }

        return clean.ToString();
    }
}

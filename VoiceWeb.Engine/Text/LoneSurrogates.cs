using System.Text;

namespace VoiceWeb.Engine.Text;

/// <summary>Makes any string well-formed UTF-16 without changing its length.</summary>
internal static class LoneSurrogates
{
    /// <summary>Puts U+FFFD in place of every surrogate that has no partner, and of U+FFFE and U+FFFF, which are no characters.</summary>
    public static string Replace(string text)
    {
        StringBuilder? builder = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || text[i] >= '\uFFFE')
            {
                builder ??= new StringBuilder(text);
                builder[i] = '\uFFFD';
            }
        }

        return builder?.ToString() ?? text;
    }
}

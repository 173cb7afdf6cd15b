using System.Text.RegularExpressions;
using VoiceWeb.Engine.Text.Chinese;

namespace VoiceWeb.Engine.Text;

/// <summary>Numbers too long to be quantities. Nobody reads forty digits as one number, and patterns over them would not stay linear.</summary>
internal static class LongNumbers
{
    private const int Longest = 24;

    private static readonly Regex Run = new($"[0-9]{{{Longest + 1},}}", RegexOptions.CultureInvariant);

    /// <summary>Writes runs of more than 24 digits digit by digit in Chinese.</summary>
    public static string Spell(string text) => Run.Replace(text, found => ChineseNumbers.ReadDigits(found.ValueSpan));

    /// <summary>Sets a space between the digits of runs of more than 24, so that each is read alone.</summary>
    public static string Space(string text) => Run.Replace(text, found => string.Join(' ', found.Value.ToCharArray()));
}

using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.English;

/// <summary>Cuts normalised English into words, with their inner apostrophes and hyphens, and marks.</summary>
/// <remarks>What NLTK's TweetTokenizer does with a text of letters, spaces and <c>' . , ? ! -</c>.</remarks>
internal static class EnglishTokenizer
{
    private static readonly Regex Token = new(
        @"[A-Za-z](?:[A-Za-z'\-]*[A-Za-z])?|\.(?:\s*\.)+|\S", RegexOptions.CultureInvariant);

    public static List<string> Tokenize(string text) => [.. Token.Matches(text).Select(found => found.Value)];
}

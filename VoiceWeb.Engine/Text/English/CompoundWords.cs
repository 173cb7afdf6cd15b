namespace VoiceWeb.Engine.Text.English;

/// <summary>Finds the known words that an unknown one is made of: <c>voicebank</c> is <c>voice</c> and <c>bank</c>.</summary>
internal static class CompoundWords
{
    private const int Least = 3;
    private const int LeastAfterTo = 6;
    private const int Longest = 40;

    /// <summary>The fewest dictionary words of at least three letters that make up a word; the word alone when there are none.</summary>
    public static IReadOnlyList<string> Split(string word, PronouncingDictionary dictionary)
    {
        if (word.Length is < 2 * Least or > Longest)
        {
            return [word];
        }

        // A number that lost the space before its minus is the commonest such word: "tonegative".
        if (word.StartsWith("to", StringComparison.Ordinal) && word.Length >= 2 + LeastAfterTo && dictionary.HasWord(word.AsSpan(2)))
        {
            return ["to", word[2..]];
        }

        var parts = new int[word.Length + 1]; // fewest words up to here; 0 for none
        var from = new int[word.Length + 1];
        for (var end = Least; end <= word.Length; end++)
        {
            for (var start = 0; start <= end - Least; start++)
            {
                if ((start > 0 && parts[start] == 0) || !dictionary.HasWord(word.AsSpan(start, end - start)))
                {
                    continue;
                }

                // Among equals the longer last word wins: it is met first.
                if (parts[end] == 0 || parts[start] + 1 < parts[end])
                {
                    (parts[end], from[end]) = (parts[start] + 1, start);
                }
            }
        }

        // Three and more parts are mostly chance: "tensorial" is not "ten", "so", "rial".
        if (parts[^1] != 2)
        {
            return [word];
        }

        return [word[..from[^1]], word[from[^1]..]];
    }
}

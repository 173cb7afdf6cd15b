namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Turns a pinyin syllable into the two phones, initial and final with tone, that GPT-SoVITS was trained on.</summary>
/// <remarks>Stated by rule; agrees with the 429 syllables of upstream's table.</remarks>
internal static class MandarinPhones
{
    private static readonly string[] Initials =
        ["zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y", "w"];

    /// <summary>Splits a syllable.</summary>
    /// <param name="syllable">Pinyin with v for ü and a tone digit, such as <c>lve4</c>.</param>
    /// <param name="initial">The initial; <c>AA</c>, <c>EE</c> or <c>OO</c> before a vowel.</param>
    /// <param name="final">The final with its tone.</param>
    /// <returns>False when this is no syllable of Mandarin.</returns>
    public static bool TrySplit(string syllable, out string initial, out string final)
    {
        (initial, final) = (string.Empty, string.Empty);
        if (syllable.Length < 2 || syllable[^1] is < '1' or > '5')
        {
            return false;
        }

        // "yo" is the one syllable whose y the strict split of initials loses.
        var letters = syllable[..^1] is "yo" ? "o" : syllable[..^1];
        initial = Array.Find(Initials, candidate => letters.StartsWith(candidate, StringComparison.Ordinal)) ?? string.Empty;
        var rest = letters[initial.Length..];
        final = FinalOf(initial, rest) + syllable[^1];
        if (initial.Length == 0)
        {
            initial = letters[0] switch { 'a' => "AA", 'e' => "EE", 'o' => "OO", _ => string.Empty };
        }

        return initial.Length > 0 && SymbolTable.IdOf(initial) is not null && SymbolTable.IdOf(final) is not null;
    }

    private static string FinalOf(string initial, string rest) => (initial, rest) switch
    {
        ("zh" or "ch" or "sh" or "r", "i") => "ir",
        ("z" or "c" or "s", "i") => "i0",
        ("y", "an") => "En",
        ("y", "e") => "E",
        (_, "ue") => "ve",
        ("j" or "q" or "x" or "y", _) when rest.StartsWith('u') => "v" + rest[1..],
        _ => rest,
    };
}

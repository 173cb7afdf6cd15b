using System.Collections.Frozen;

namespace VoiceWeb.Engine.Text.English;

/// <summary>
/// Guesses the part of speech of a word that is said in two ways, from the words around it. Answers in Penn Treebank tags:
/// <c>VB</c>, <c>VBD</c>, <c>VBN</c>, <c>NN</c> or <c>JJ</c>.
/// </summary>
/// <remarks>Rules of English grammar, no statistics: such words are few, and what stands before them mostly decides.</remarks>
internal static class PartOfSpeech
{
    private static readonly FrozenSet<string> BeforeVerb = Split(
        "to will would can could may might must shall should not won't wouldn't can't cannot couldn't don't doesn't didn't let's please "
        + "i you we they who i'll you'll we'll they'll he'll she'll it'll i'd you'd we'd they'd he'd she'd do does did never always often "
        + "usually sometimes rarely also then people children students teachers");

    private static readonly FrozenSet<string> BeforeSingularVerb = Split("he she it who that which this everyone someone nobody");

    private static readonly FrozenSet<string> BeforeNoun = Split(
        "a an the this that these those my your his her its our their no any some each every another of in on at by for with from into "
        + "under over about new old first last next great good bad own same other many few several much more most very so too is are was "
        + "were be been am as widely highly");

    private static readonly FrozenSet<string> BeHave = Split("is are was were be been being am has have had having get got widely commonly often i've we've you've they've");

    private static readonly FrozenSet<string> AfterVerb = Split("the a an my your his her its our their me him us them it this that these those up down out");

    private static readonly FrozenSet<string> AfterVerbAtStart = Split("the a an any it its them your all");

    private static readonly FrozenSet<string> BeforeThird = Split("he she it who which that this only now everyone someone nobody everything something nothing");

    private static readonly FrozenSet<string> AfterThird = Split("the a an any it its only when all no your my our their this these each every");

    private static readonly FrozenSet<string> Pronouns = Split("i you he she we they it who what everyone");

    /// <summary>Verbs that look like plurals.</summary>
    private static readonly FrozenSet<string> NoPlurals = Split("makes looks feels gets seems keeps sounds becomes stays tastes this always sometimes besides perhaps");

    private static readonly FrozenSet<string> Past = Split("yesterday ago last had has have was were been");

    /// <summary>Guesses the tag of <paramref name="index"/>.</summary>
    /// <param name="words">The tokens of the sentence, marks among them.</param>
    /// <param name="index">Which of them.</param>
    public static string Guess(IReadOnlyList<string> words, int index)
    {
        var word = words[index].ToLowerInvariant();
        var before = Word(words, index - 1);
        var after = Word(words, index + 1);
        if (word is "used" or "read" && BeHave.Contains(before))
        {
            return "VBN";
        }

        if (word == "used")
        {
            return Pronouns.Contains(before) || (after == "to" && before.Length > 0) ? "VBD" : "VBN";
        }

        if (word == "read" && IsPast(words))
        {
            return "VBD";
        }

        if (word is "complex" or "content")
        {
            return word == "complex" || before is "is" or "are" or "was" or "were" or "be" or "am" or "very" ? "JJ" : "NN";
        }

        var isThird = word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal);
        if (isThird ? BeforeThird.Contains(before) : before == "that" && IsPlural(Word(words, index - 2)))
        {
            return "VB"; // "this uses", "compilers that produce"
        }

        if (BeforeNoun.Contains(before))
        {
            return "NN";
        }

        if (isThird && before.Length > 0 && AfterThird.Contains(after))
        {
            return "VB";
        }

        if (isThird ? BeforeSingularVerb.Contains(before) : BeforeVerb.Contains(before))
        {
            return "VB";
        }

        if (before.Length == 0)
        {
            return AfterVerbAtStart.Contains(after) ? "VB" : "NN";
        }

        return (BeforeSingularVerb.Contains(before) || IsPlural(before)) && !AfterVerb.Contains(before)
            ? "VB"
            : AfterVerb.Contains(after) ? "VB" : "NN";
    }

    private static bool IsPlural(string word) => word.Length > 3 && word.EndsWith('s') && !NoPlurals.Contains(word) && !word.EndsWith("ss", StringComparison.Ordinal);

    private static bool IsPast(IReadOnlyList<string> words)
    {
        // "I read it yesterday, and will read it": upstream's tagger calls both present, so only what is certain counts as past.
        return words.Any(word => word is "had" or "ago") || (words.Count(word => word.Equals("read", StringComparison.OrdinalIgnoreCase)) == 1
            && words.Any(word => Past.Contains(word.ToLowerInvariant())));
    }

    private static string Word(IReadOnlyList<string> words, int index) =>
        index >= 0 && index < words.Count && char.IsLetter(words[index][0]) ? words[index].ToLowerInvariant() : string.Empty;

    private static FrozenSet<string> Split(string words) => words.Split(' ').ToFrozenSet();
}

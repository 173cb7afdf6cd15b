using VoiceWeb.Engine.Text;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Pronunciations;

/// <summary>Every "no" of this feature, with cause and remedy.</summary>
internal static class PronunciationRefusals
{
    public static Missing NotFound() =>
        new("dictionary-not-found", "This pronunciation dictionary does not exist, or belongs to another school.");

    public static Forbidden MayNotChange() =>
        new("dictionary-role", "You may not change this dictionary. Teachers change their school's, the owner the installation's.");

    public static Missing WordNotFound(string written) =>
        new("word-not-found", $"“{written}” is not in this dictionary.") { Arguments = [written] };

    /// <param name="entry">An entry that has a problem.</param>
    public static Invalid WordWrong(PronunciationEntry entry) =>
        new($"word-{entry.ProblemCode()}", entry.Problem()!) { Arguments = [entry.Written, entry.Reading] };

    public static Invalid NameWrong(int longest) =>
        new("dictionary-name", $"Give the dictionary a name of up to {longest} characters that no other of your school has.") { Arguments = [longest] };

    public static LimitReached TooManyDictionaries(int most) =>
        new("dictionaries-full", $"A school has at most {most} dictionaries for projects. Remove one that is no longer needed.") { Arguments = [most] };

    public static LimitReached TooManyWords() =>
        new("dictionary-full", $"A dictionary has at most {PronunciationLexicon.Most} words. Put the others into a dictionary for a project.") { Arguments = [PronunciationLexicon.Most] };

    public static Invalid FileTooLarge(int megabytes) =>
        new("import-too-large", $"The file is larger than {megabytes} MB. Split it.") { Arguments = [megabytes] };

    public static Invalid FileNotText() =>
        new("import-not-text", "The file is no text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.");

    /// <param name="problem">The engine's sentence about the document.</param>
    public static Invalid FileNotPls(string problem) => new("import-not-pls", problem) { Arguments = [problem] };

    /// <param name="problem">What is wrong with the first row.</param>
    public static Invalid NothingUsable(string problem) =>
        new("import-nothing", $"No row of the file can be used. The first problem: {problem}") { Arguments = [problem] };
}

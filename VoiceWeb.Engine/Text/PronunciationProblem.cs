using System.Globalization;

namespace VoiceWeb.Engine.Text;

/// <summary>Why a row of a file could not become an entry.</summary>
/// <param name="Row">The row, or the lexeme, counted from 1.</param>
/// <param name="Code">Stable name: one of <see cref="PronunciationEntry.ProblemCode"/>, or <c>columns</c> or <c>kind</c>.</param>
/// <param name="Written">What the row has for the word; may be empty.</param>
/// <param name="Reading">What is wrong in it: the reading, the kind, or the number of columns.</param>
/// <param name="Sentence">The same in English, fit for a user.</param>
public sealed record PronunciationProblem(int Row, string Code, string Written, string Reading, string Sentence)
{
    /// <summary>One line: the row and the sentence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Row {Row}: {Sentence}");
}

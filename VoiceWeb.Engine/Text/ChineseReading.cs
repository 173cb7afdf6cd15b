namespace VoiceWeb.Engine.Text;

/// <summary>A Chinese stretch as it is read.</summary>
/// <param name="Text">Its spoken form.</param>
/// <param name="Sources">Where in the sentence each character of the spoken form comes from.</param>
/// <param name="Syllables">One pinyin syllable, or mark, a character.</param>
/// <param name="WordStarts">Where its words start, ascending.</param>
/// <param name="FixedPlaces">Places in the sentence whose reading the writer or a dictionary has fixed.</param>
internal sealed record ChineseReading(
    string Text, IReadOnlyList<int> Sources, string[] Syllables, IReadOnlyList<int> WordStarts, HashSet<int> FixedPlaces)
{
    /// <summary>Whether a character of the spoken form stands for one of the written form, and not for a part of a number or sign.</summary>
    public bool IsWritten(int index) =>
        (index == 0 || Sources[index - 1] != Sources[index]) && (index + 1 == Text.Length || Sources[index + 1] != Sources[index]);

    /// <summary>The word around a character when all of it is written without a gap, else the character alone.</summary>
    public (int First, int End) WordAt(int word, int index)
    {
        var (first, end) = (WordStarts[word], word + 1 < WordStarts.Count ? WordStarts[word + 1] : Text.Length);
        for (var i = first; i < end; i++)
        {
            if (!IsWritten(i) || Sources[i] - Sources[first] != i - first || Text[i] is < '\u4E00' or > '\u9FA5')
            {
                return (index, index + 1);
            }
        }

        return (first, end);
    }
}

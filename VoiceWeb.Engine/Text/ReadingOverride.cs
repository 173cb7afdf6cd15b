namespace VoiceWeb.Engine.Text;

/// <summary>A stretch of text whose reading the writer, or a dictionary, has fixed.</summary>
/// <param name="Start">Where it starts, in UTF-16 units.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Reading">Pinyin syllables with tone digits, one a Chinese character, or ARPAbet phones of the whole.</param>
/// <param name="IsPinyin">Which of the two.</param>
internal sealed record ReadingOverride(int Start, int Length, IReadOnlyList<string> Reading, bool IsPinyin)
{
    /// <summary>Whether the stretch is a placeholder for phones that stand on their own.</summary>
    public bool IsAlone { get; init; }
}

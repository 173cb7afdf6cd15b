namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Turns syllables and marks into phones, two a syllable and one a mark.</summary>
internal static class ChinesePhones
{
    /// <summary>Phones of a reading, and how many stand for each character.</summary>
    /// <param name="reading">One pinyin syllable or mark a character.</param>
    /// <param name="pause">What a comma becomes: <c>,</c>, or a longer pause.</param>
    public static (List<string> Phones, int[] Counts) Of(IReadOnlyList<string> reading, string pause = ",")
    {
        var phones = new List<string>(2 * reading.Count);
        var counts = new int[reading.Count];
        for (var i = 0; i < reading.Count; i++)
        {
            var before = phones.Count;
            if (MandarinPhones.TrySplit(reading[i], out var initial, out var final))
            {
                phones.Add(initial);
                phones.Add(final);
            }
            else
            {
                phones.Add(reading[i] switch { "," => pause, { Length: 1 } mark when ChineseReader.Marks.Contains(mark, StringComparison.Ordinal) => mark, _ => "UNK" });
            }

            counts[i] = phones.Count - before;
        }

        return (phones, counts);
    }
}

using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text;

/// <summary>Finds in an English stretch which written words are said as they stand and which in other words.</summary>
internal static class EnglishPieces
{
    private const int MostWords = 400; // a longer stretch is shown as a whole, since words are compared each with each

    private static readonly Regex Word = new(@"\S+", RegexOptions.CultureInvariant);

    /// <summary>Compares what is written with what is said, word by word.</summary>
    /// <param name="written">The stretch.</param>
    /// <param name="spoken">Its spoken form.</param>
    /// <returns>Written runs in order, each with what is said for it; those said as written have their own words.</returns>
    public static IEnumerable<(int Start, int End, bool IsPlain, string Spoken)> Compare(string written, string spoken)
    {
        var left = Word.Matches(written).Where(word => word.Value.Any(char.IsLetterOrDigit) || word.Value.Any(char.IsSymbol) || word.Value is "%" or "&" or "@" or "#").ToList();
        var right = spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (left.Count == 0)
        {
            yield break;
        }

        if (left.Count > MostWords || right.Length > 2 * MostWords)
        {
            yield return (left[0].Index, left[^1].Index + left[^1].Length, false, spoken);
            yield break;
        }

        var lengths = Common([.. left.Select(word => Key(word.Value))], [.. right.Select(Key)]);
        int i = 0, j = 0;
        while (i < left.Count || j < right.Length)
        {
            if (i < left.Count && j < right.Length && Key(left[i].Value) == Key(right[j]))
            {
                yield return (left[i].Index, left[i].Index + left[i].Length, true, right[j]);
                i++;
                j++;
                continue;
            }

            var (fromWord, fromSaid) = (i, j);
            while ((i < left.Count || j < right.Length) && !(i < left.Count && j < right.Length && Key(left[i].Value) == Key(right[j])))
            {
                if (j >= right.Length || (i < left.Count && lengths[i + 1, j] >= lengths[i, j + 1]))
                {
                    i++;
                }
                else
                {
                    j++;
                }
            }

            if (i > fromWord)
            {
                var (start, end) = (left[fromWord].Index, left[i - 1].Index + left[i - 1].Length);
                var said = string.Join(' ', right[fromSaid..j]).Trim(',', '.', '!', '?', ' ');
                yield return (start, end, Key(written[start..end]) == Key(said), said); // iPhone, said as i phone, is no other word
            }
        }
    }

    /// <summary>Lengths of the longest common sequence from each pair of places on.</summary>
    private static int[,] Common(string[] left, string[] right)
    {
        var lengths = new int[left.Length + 2, right.Length + 2];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = left[i] == right[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }

    private static string Key(string word) => string.Concat(word.Where(unit => char.IsLetterOrDigit(unit) || char.IsSymbol(unit) || unit is '%' or '&' or '@' or '#' or '/' or ':')
        .Select(char.ToLowerInvariant)).TrimEnd(':');
}

using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text;

/// <summary>Cuts a text into the pieces that upstream speaks one by one, by its six methods, with its defects.</summary>
/// <remarks>GPT-SoVITS <c>TextPreprocessor.pre_seg_text</c> and <c>text_segmentation_method</c> (MIT).</remarks>
internal static class CompatibleCutter
{
    private const string Splits = "，。？！,.?!~:：—…";
    private static readonly SearchValues<char> SplitUnits = SearchValues.Create(Splits);

    private const string PureMarks = "!?…,.- ";
    private const string ClauseMarks = ",.;?!、，。？！：…";
    private const int ShortHead = 4;
    private const int ShortPiece = 5;
    private const int LongPiece = 510;
    private const int LongClauses = 50;

    private static readonly Regex RepeatedMarks = new(@"([!?…,.\-])([!?…,.\-])+", RegexOptions.CultureInvariant);
    private static readonly Regex LoneStop = new(@"(?<![0-9])\.(?![0-9])", RegexOptions.CultureInvariant);

    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">Its language mode; decides which full stop is added.</param>
    /// <param name="method"><c>cut0</c> to <c>cut5</c>.</param>
    /// <exception cref="ArgumentException">The method is unknown, or only the method's own marks are left.</exception>
    public static List<string> Cut(string text, string language, string method)
    {
        var stop = language == "en" ? "." : "。";
        var whole = RepeatedMarks.Replace(text, "$1").Trim('\n');
        if (whole.Length == 0)
        {
            return [];
        }

        var head = whole.AsSpan(0, IndexOfSplit(whole)).Trim();
        if (!IsSplit(whole[0]) && head.Length < ShortHead)
        {
            whole = stop + whole;
        }

        var lines = CutBy(method, whole).Split('\n');
        if (lines.All(line => line is "" or " "))
        {
            throw new ArgumentException("There is nothing to say in this text: it has no words. Write a sentence.", nameof(text));
        }

        var result = new List<string>();
        foreach (var piece in MergeShort(lines.Where(line => line is not ("" or " "))))
        {
            if (!piece.Any(unit => char.IsLetterOrDigit(unit) || unit == '_'))
            {
                continue;
            }

            var closed = IsSplit(piece[^1]) ? piece : piece + stop;
            result.AddRange(closed.Length > LongPiece ? CutLong(closed) : [closed]);
        }

        return result;
    }

    private static string CutBy(string method, string text) => method switch
    {
        "cut0" => text.All(unit => PureMarks.Contains(unit, StringComparison.Ordinal)) ? "\n" : text,
        "cut1" => ByFour(text),
        "cut2" => ByLength(text),
        "cut3" => Join(text.Trim('\n').Trim('。').Split('。')),
        "cut4" => Join(LoneStop.Split(text.Trim('\n').Trim('.'))),
        "cut5" => ByMarks(text.Trim('\n')),
        _ => throw new ArgumentException($"'{method}' is no way to cut. Give cut0, cut1, cut2, cut3, cut4 or cut5.", nameof(method)),
    };

    private static string ByFour(string text)
    {
        var clauses = Clauses(text.Trim('\n'));
        var groups = (clauses.Count + 3) / 4;
        if (groups < 2)
        {
            return Join([text.Trim('\n')]);
        }

        // Upstream lets the last start of four go, and with it the last group runs to the end of the one before.
        var pieces = new List<string>();
        for (var group = 0; group < groups - 1; group++)
        {
            var end = group == groups - 2 ? clauses.Count : 4 * (group + 1);
            pieces.Add(string.Concat(clauses.Skip(4 * group).Take(end - (4 * group))));
        }

        return Join(pieces);
    }

    private static string ByLength(string text)
    {
        var clauses = Clauses(text.Trim('\n'));
        if (clauses.Count < 2)
        {
            return text.Trim('\n');
        }

        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var clause in clauses)
        {
            piece.Append(clause);
            if (piece.Length > LongClauses)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
        }

        if (piece.Length > 0)
        {
            pieces.Add(piece.ToString());
        }

        if (pieces.Count > 1 && pieces[^1].Length < LongClauses)
        {
            pieces[^2] += pieces[^1];
            pieces.RemoveAt(pieces.Count - 1);
        }

        return Join(pieces);
    }

    private static string ByMarks(string text)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isDecimal = text[i] == '.' && i > 0 && i < text.Length - 1 && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]);
            if (ClauseMarks.Contains(text[i], StringComparison.Ordinal) && !isDecimal)
            {
                pieces.Add(text[start..(i + 1)]);
                start = i + 1;
            }
        }

        pieces.Add(text[start..]);
        return string.Join('\n', pieces.Where(piece => !piece.All(unit => ClauseMarks.Contains(unit, StringComparison.Ordinal))));
    }

    private static List<string> Clauses(string text)
    {
        var plain = text.Replace("……", "。", StringComparison.Ordinal).Replace("——", "，", StringComparison.Ordinal);
        plain = IsSplit(plain[^1]) ? plain : plain + "。";
        var clauses = new List<string>();
        var start = 0;
        for (var i = 0; i < plain.Length; i++)
        {
            if (IsSplit(plain[i]))
            {
                clauses.Add(plain[start..(i + 1)]);
                start = i + 1;
            }
        }

        return clauses;
    }

    private static string Join(IEnumerable<string> pieces) =>
        string.Join('\n', pieces.Where(piece => !piece.All(unit => PureMarks.Contains(unit, StringComparison.Ordinal))));

    private static List<string> MergeShort(IEnumerable<string> pieces)
    {
        var all = pieces.ToList();
        if (all.Count < 2)
        {
            return all;
        }

        var result = new List<string>();
        var text = new StringBuilder();
        foreach (var piece in all)
        {
            text.Append(piece);
            if (text.Length >= ShortPiece)
            {
                result.Add(text.ToString());
                text.Clear();
            }
        }

        if (text.Length > 0 && result.Count > 0)
        {
            result[^1] += text.ToString();
        }
        else if (text.Length > 0)
        {
            result.Add(text.ToString());
        }

        return result;
    }

    private static List<string> CutLong(string text)
    {
        var result = new List<string>();
        var current = new StringBuilder();
        foreach (var part in PartsAtSplits(text))
        {
            if (current.Length + part.Length > LongPiece)
            {
                result.Add(current.ToString());
                current.Clear();
            }

            current.Append(part);
        }

        if (current.Length > 0)
        {
            result.Add(current.ToString());
        }

        return result;
    }

    private static IEnumerable<string> PartsAtSplits(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsSplit(text[i]))
            {
                yield return text[start..i];
                yield return text[i].ToString();
                start = i + 1;
            }
        }

        yield return text[start..];
    }

    private static bool IsSplit(char unit) => Splits.Contains(unit, StringComparison.Ordinal);

    private static int IndexOfSplit(string text)
    {
        var index = text.AsSpan().IndexOfAny(SplitUnits);
        return index < 0 ? text.Length : index;
    }
}

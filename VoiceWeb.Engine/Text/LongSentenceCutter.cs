using System.Globalization;

namespace VoiceWeb.Engine.Text;

/// <summary>Cuts what is too long for one breath where a reader would pause. Never inside a surrogate pair.</summary>
/// <param name="room">room of one piece: a letter of an alphabet takes 3, a wide character 10.</param>
internal sealed class LongSentenceCutter(int room = 600)
{
    private const int WideCost = 10;
    private const int NarrowCost = 3;

    /// <summary>A piece is at least this long, so that time stays linear and no piece is a scrap.</summary>
    private readonly int _least = room * 35 / 100;

    /// <summary>Adds the pieces of <c>[start, end)</c> in order; they touch and cover it.</summary>
    public void Cut(string text, int start, int end, List<(int Start, int End)> pieces)
    {
        var left = 0;
        for (var i = start; i < end; i++)
        {
            left += Cost(text[i]);
        }

        while (left > room)
        {
            var target = left / ((left + room - 1) / room);
            var (cut, used) = BestCut(text, start, end, target);
            pieces.Add((start, cut));
            start = cut;
            left -= used;
        }

        if (start < end)
        {
            pieces.Add((start, end));
        }
    }

    private static int Cost(char unit) => char.IsSurrogate(unit) || !Scripts.IsWide(unit) ? NarrowCost : WideCost;

    private (int Cut, int Used) BestCut(string text, int start, int end, int target)
    {
        var used = 0;
        (int Cut, int Used, int Strength, int Distance) best = (start, 0, -1, 0);
        for (var i = start; i < end; i++)
        {
            used += Cost(text[i]);
            if (used > room && best.Strength >= 0)
            {
                break;
            }

            var cut = i + 1;
            if (used < _least || cut >= end)
            {
                continue;
            }

            var strength = Strength(text, cut);
            var distance = Math.Abs(used - target);
            if (strength > best.Strength || (strength == best.Strength && distance < best.Distance))
            {
                best = (cut, used, strength, distance);
            }
        }

        return best.Strength >= 0 ? (best.Cut, best.Used) : (end, used);
    }

    /// <summary>How well a reader can pause before <paramref name="cut"/>; -1 forbids it.</summary>
    private static int Strength(string text, int cut)
    {
        char before = text[cut - 1], after = text[cut];
        if ((char.IsLowSurrogate(after) && char.IsHighSurrogate(before)) || after == SentenceEnds.Masked)
        {
            return -1;
        }

        if (char.IsWhiteSpace(after))
        {
            return 0; // the space goes with what stands before it
        }

        if (before is '；' or ';' or '：' or '—' or '…')
        {
            return 4;
        }

        if (before is '，' or '、' or '､' or '،' || (before is ',' or ':' && !char.IsLetterOrDigit(after)))
        {
            return 3;
        }

        if (char.IsWhiteSpace(before))
        {
            return cut >= 2 && text[cut - 2] is ',' or ';' or ':' or '—' or '–' ? 4 : 2;
        }

        var isJoined = before == '\u200D' || CharUnicodeInfo.GetUnicodeCategory(after)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;
        return !isJoined && Scripts.IsWide(after) && Scripts.IsWide(before) ? 1 : 0;
    }
}

using System.Buffers;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.Chinese;

/// <content>What stands around a number, and what that makes of it.</content>
internal sealed partial class ChineseNormalizer
{
    private const int Near = 8;

    private static readonly SearchValues<char> Stops = SearchValues.Create("，。；！？,;!?");

    private static readonly string[] PhoneWords =
        ["电话", "手机", "号码", "热线", "拨打", "拨", "打", "微信", "编号", "学号", "工号", "证号", "账号", "卡号", "密码", "验证码", "邮编", "车次", "航班",
            "代码", "尾号", "门牌", "单号", "客服", "报警", "火警", "匪警", "急救", "房间", "群号", "口令", "座机", "分机", "传真", "考号", "频道", "转", "QQ", "IP"];

    private static readonly string[] QuantityWords = ["共", "有", "约", "达", "近", "超过", "超", "足足", "仅", "卖出", "花了", "等于", "到", "过", "多", "于"];

    private static readonly string[] YearFollowers = ["奥运", "世界杯", "春晚", "届", "款", "版", "级", "赛季", "财年", "年度", "新年", "考研", "高考", "中考"];

    private static readonly string[] ScoreWords = ["比分", "以", "战平", "打成", "领先", "比例", "比率", "配比", "比为", "比是", "取胜", "获胜", "胜", "负"];

    private static readonly string[] AfterScore = ["战胜", "击败", "大胜", "完胜", "险胜", "力克", "逆转", "不敌", "负于", "惜败", "获胜", "取胜", "领先", "落后", "战平", "淘汰", "横扫"];

    private static readonly Regex Sum = At($@"[(]?{Minus}?{N}(?:\s*[-−+×÷*/]\s*[(]?{Minus}?{N}[)]?){{1,8}}\s*=");

    /// <summary>Whether the number at a place is part of a calculation, so that a dash there means minus.</summary>
    private static bool IsSum(string text, int index)
    {
        for (var i = index - 1; i >= 0 && i >= index - 3; i--)
        {
            if (text[i] is '+' or '×' or '÷' or '*' or '=' or '＝' or '≠' or '≈' or '<' or '>' or '≤' or '≥')
            {
                return true;
            }

            if (!char.IsWhiteSpace(text[i]) && text[i] != '(')
            {
                break;
            }
        }

        return Sum.IsMatch(text, index);
    }

    private static bool IsSimpleFraction(Match found) => found.Groups[1].Length <= 2 && found.Groups[2].Length <= 2;

    private static bool IsScore(string text, int index, int length = 0) => EndsNear(text, index, ScoreWords)
        || (length > 0 && Array.Exists(AfterScore, word => text.AsSpan(index + length).StartsWith(word)));

    /// <summary>Whether a minus sign before a number says that it is below zero.</summary>
    private static bool IsNegative(string text, int index) =>
        index == 0 || !(char.IsAsciiLetterOrDigit(text[index - 1]) || text[index - 1] is ')' or '%' or '²' or '³' or 'π');

    private static string? SignOf(Match found, string text) => found.Groups[1].Value switch
    {
        "" => string.Empty,
        "+" => IsNegative(text, found.Index) ? "正" : null,
        _ => IsNegative(text, found.Index) ? "负" : null,
    };

    /// <summary>Whether a whole number is a name, read digit by digit, and no quantity.</summary>
    private static bool IsName(string digits, string text, int index)
    {
        if (digits.Length > 1 && digits[0] == '0')
        {
            return true;
        }

        if (digits.Length < 3)
        {
            return false;
        }

        if (FollowsPhoneWord(text, index) || (index > 0 && (char.IsAsciiLetter(text[index - 1]) || text[index - 1] == '_')))
        {
            return true;
        }

        var after = text.AsSpan(index + digits.Length);
        if (digits.Length == 4 && digits[0] is '1' or '2')
        {
            foreach (var word in YearFollowers)
            {
                if (after.StartsWith(word))
                {
                    return true;
                }
            }
        }

        return digits.Length >= 5 && !digits.EndsWith("000", StringComparison.Ordinal) && !EndsAt(text, index, QuantityWords)
            && !IsOperand(text, index - 1) && !(after.Length > 0 && after[0] is '+' or '-' or '×' or '÷' or '=' or '*')
            && !(index > 0 && text[index - 1] is '=' or '+' or '-' or '×' or '÷' or '√' or '≈' or '<' or '>');
    }

    private static bool FollowsPhoneWord(string text, int index) => EndsNear(text, index, PhoneWords);

    private static bool EndsAt(string text, int index, string[] words) =>
        Array.Exists(words, word => text.AsSpan(0, index).EndsWith(word));

    /// <summary>Whether one of the words stands in the few characters before a place, with no stop between.</summary>
    private static bool EndsNear(string text, int index, string[] words)
    {
        var from = Math.Max(0, index - Near);
        var before = text.AsSpan(from, index - from);
        var stop = before.LastIndexOfAny(Stops);
        before = stop < 0 ? before : before[(stop + 1)..];
        foreach (var word in words)
        {
            if (before.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}

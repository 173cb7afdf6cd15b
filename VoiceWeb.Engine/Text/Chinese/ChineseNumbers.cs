using System.Text;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Reads numbers in Mandarin.</summary>
internal static class ChineseNumbers
{
    private const string Digits = "零一二三四五六七八九";

    private static readonly (int Power, string Name)[] Units = [(8, "亿"), (4, "万"), (3, "千"), (2, "百"), (1, "十")];

    /// <summary>Digit by digit; with <paramref name="phone"/>, 1 is 幺 as in telephone numbers.</summary>
    public static string ReadDigits(ReadOnlySpan<char> digits, bool phone = false)
    {
        var builder = new StringBuilder(digits.Length);
        foreach (var digit in digits)
        {
            builder.Append(phone && digit == '1' ? '幺' : Digits[digit - '0']);
        }

        return builder.ToString();
    }

    /// <summary>A whole number as a quantity; nothing for no digits.</summary>
    public static string ReadCardinal(ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty)
        {
            return string.Empty;
        }

        var significant = digits.TrimStart('0');
        if (significant.IsEmpty)
        {
            return "零";
        }

        var builder = new StringBuilder();
        AppendValue(significant, builder);
        return builder.Length >= 2 && builder[0] == '一' && builder[1] == '十' ? builder.ToString(1, builder.Length - 1) : builder.ToString();
    }

    /// <summary>A number that may have a decimal point; trailing zeros behind it are read as one.</summary>
    public static string ReadNumber(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var whole = ReadCardinal(point < 0 ? number : number.AsSpan(0, point));
        if (point < 0)
        {
            return whole;
        }

        var fraction = number.AsSpan(point + 1);
        var trimmed = fraction.TrimEnd('0');
        fraction = trimmed.Length < fraction.Length ? fraction[..(trimmed.Length + 1)] : trimmed;
        return fraction.IsEmpty ? whole : (whole.Length > 0 ? whole : "零") + "点" + ReadDigits(fraction);
    }

    private static void AppendValue(ReadOnlySpan<char> digits, StringBuilder builder)
    {
        var significant = digits.TrimStart('0');
        if (significant.IsEmpty)
        {
            return;
        }

        if (significant.Length == 1)
        {
            if (digits.Length > 1)
            {
                builder.Append('零');
            }

            builder.Append(Digits[significant[0] - '0']);
            return;
        }

        foreach (var (power, name) in Units)
        {
            if (power < significant.Length)
            {
                AppendValue(digits[..^power], builder);
                builder.Append(name);
                AppendValue(digits[^power..], builder);
                return;
            }
        }
    }
}

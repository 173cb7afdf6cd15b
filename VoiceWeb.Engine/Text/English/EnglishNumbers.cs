using System.Globalization;

namespace VoiceWeb.Engine.Text.English;

/// <summary>Numbers in English words.</summary>
internal static class EnglishNumbers
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Scales =
        ["", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion", " sextillion", " septillion"];

    /// <summary>A whole number as a quantity, its groups of three set off by commas.</summary>
    /// <param name="digits">1 to 27 ASCII digits.</param>
    /// <param name="and">Whether <c>and</c> stands before the tens: one hundred and five.</param>
    public static string Cardinal(ReadOnlySpan<char> digits, bool and = false)
    {
        var rest = digits.TrimStart('0');
        if (rest.IsEmpty)
        {
            return Small[0];
        }

        var parts = new List<string>();
        while (!rest.IsEmpty)
        {
            var head = ((rest.Length - 1) % 3) + 1;
            var value = int.Parse(rest[..head], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[head..];
            if (value > 0)
            {
                var tail = parts.Count > 0 && rest.IsEmpty && value < 100 && and;
                parts.Add((tail ? "and " : string.Empty) + Hundreds(value, and) + Scales[rest.Length / 3]);
            }
        }

        return parts is [.. var before, ['a', 'n', 'd', ' ', ..] last] && before.Count > 0
            ? string.Join(", ", before) + " " + last
            : string.Join(", ", parts);
    }

    /// <summary>The ordinal of a number in words: twenty-one becomes twenty-first.</summary>
    public static string Ordinal(string cardinal)
    {
        var cut = cardinal.LastIndexOfAny([' ', '-']) + 1;
        var last = cardinal[cut..];
        return cardinal[..cut] + last switch
        {
            "one" => "first",
            "two" => "second",
            "three" => "third",
            "five" => "fifth",
            "eight" => "eighth",
            "nine" => "ninth",
            "twelve" => "twelfth",
            [.. var stem, 'y'] => stem + "ieth",
            _ => last + "th",
        };
    }

    /// <summary>A year of four digits in pairs: 1999 nineteen ninety-nine, 1905 nineteen oh five, 2005 two thousand five, 1900 nineteen hundred.</summary>
    public static string Year(int year) => year switch
    {
        2000 => "two thousand",
        > 2000 and < 2010 => "two thousand " + Small[year % 100],
        _ when year % 100 == 0 => Pair(year / 100) + " hundred",
        _ => Pair(year / 100) + " " + (year % 100 < 10 ? "oh " + Small[year % 100] : Pair(year % 100)),
    };

    /// <summary>A number from 0 to 99.</summary>
    public static string Pair(int value) => value < 20
        ? Small[value]
        : Tens[value / 10] + (value % 10 == 0 ? string.Empty : "-" + Small[value % 10]);

    private static string Hundreds(int value, bool and)
    {
        if (value < 100)
        {
            return Pair(value);
        }

        var rest = value % 100;
        return Small[value / 100] + " hundred" + (rest == 0 ? string.Empty : (and ? " and " : " ") + Pair(rest));
    }
}

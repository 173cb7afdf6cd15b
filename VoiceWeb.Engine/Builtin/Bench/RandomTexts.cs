using System.Text;

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>Texts as nobody would write them, and as some would: every script, emoji, markup, commands, numbers, very long ones. Seeded.</summary>
internal sealed class RandomTexts(int seed)
{
    /// <summary>Every so many texts one is a single sentence of this many characters.</summary>
    public const int LongEvery = 250;

    private const int LongCharacters = 5_000;

    private static readonly (int First, int Last)[] Blocks =
    [
        (0x0041, 0x005A), (0x0061, 0x007A), (0x00C0, 0x024F), (0x0370, 0x03FF), (0x0400, 0x04FF), (0x0531, 0x0587), (0x05D0, 0x05EA),
        (0x0620, 0x06FF), (0x0900, 0x097F), (0x0980, 0x09FF), (0x0B80, 0x0BFF), (0x0E01, 0x0E5B), (0x0F40, 0x0FBC), (0x10A0, 0x10FF),
        (0x1200, 0x137F), (0x1780, 0x17FF), (0x3041, 0x3096), (0x30A1, 0x30FF), (0x4E00, 0x9FFF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3),
        (0x20000, 0x2A6DF), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x2600, 0x27BF), (0x0300, 0x036F), (0x200B, 0x200F), (0x202A, 0x202E),
        (0xE000, 0xE0FF), (0xD800, 0xDFFF), (0x0000, 0x001F), (0xFF01, 0xFF5E), (0x1D400, 0x1D7FF), (0x2200, 0x22FF),
    ];

    private static readonly string[] Pieces =
    [
        "<speak>", "</speak>", "<break time='9999s'/>", "<script>alert(1)</script>", "&lt;", "&#0;", "[[", "]]", "[[h@l'oU]]", "[pause:1s]", "[pause:99999s]",
        "-v en", "--stdin", "-w /tmp/x.wav", "$(id)", "`id`", "; ls", "| cat", "\\u0000", "%s%s%n", "{0}", "../../etc/passwd", "file:///etc/passwd",
        "http://example.org/?q=1&r=2", "a@b.example", "C:\\temp", "1234567890", "3.14159", "-0", "1e400", "99:99", "31.02.2026", "$5.00", "50%", "½", "①", "Ⅻ",
        "...", "?!", "——", "“", "”", "《", "》", "。", "！", "？", "，", "\n\n", "\t", " ", "#", "**bold**", "| a | b |", "```", "你好", "今天天气", "重庆", "hello", "WORLD",
        "naïve", "groß", "ça", "привет", "γειά", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "안녕", "こんにちは", "👍🏽", "👩‍👩‍👧", "🇨🇳", "🏴‍☠️", "H2O", "x²", "NaN",
    ];

    /// <summary>One text. Same seed and number, same text.</summary>
    public string Make(int number)
    {
        var random = new Random(unchecked(seed * 7_919 + number));
        if (number % LongEvery == LongEvery - 1)
        {
            return Fill(random, LongCharacters, random.Next(3));
        }

        return random.Next(10) switch
        {
            0 => string.Empty.PadLeft(random.Next(4)),
            1 => Fill(random, random.Next(1, 40), 0),
            2 => Fill(random, random.Next(1, 40), 2),
            3 or 4 or 5 => OneScript(random, random.Next(1, 30)),
            _ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)] + (random.Next(2) == 0 ? " " : string.Empty))),
        };
    }

    private static string Fill(Random random, int length, int kind)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            switch (kind)
            {
                case 0:
                    Append(text, random, Blocks[random.Next(Blocks.Length)]);
                    break;
                case 1:
                    text.Append((char)random.Next('一', '一' + 3_000));
                    break;
                default:
                    text.Append((char)random.Next('a', 'z' + 1)).Append(random.Next(6) == 0 ? " " : string.Empty);
                    break;
            }
        }

        return text.ToString();
    }

    private static string OneScript(Random random, int length)
    {
        var block = Blocks[random.Next(Blocks.Length)];
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            Append(text, random, block);
            if (random.Next(5) == 0)
            {
                text.Append(' ');
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Random random, (int First, int Last) block)
    {
        var point = random.Next(block.First, block.Last + 1);
        if (point is >= 0xD800 and <= 0xDFFF)
        {
            text.Append((char)point); // half a pair, as a broken program would send it
            return;
        }

        text.Append(char.ConvertFromUtf32(point));
    }
}

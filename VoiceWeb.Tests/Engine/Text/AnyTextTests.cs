using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Text;

/// <summary>No text may stop the front-end: whatever Unicode holds, an analysis comes out.</summary>
public sealed class AnyTextTests
{
    private static readonly TextFrontEnd FrontEnd = new();

    private static readonly string[] Modes = ["auto", "zh", "en"];

    private static readonly string[] Pieces =
    [
        "你好", "，", "。", "长(zhang3)", "[pause:1s]", "[lang:en]", "[/lang]", "[read:HH AH0]", "3.5", "1,000", "12:30", "-5℃", "100%", "2024年", "1/2", "abc", "It's ",
        " ", "\n", "\t", "!", "?", "...", "……", "“", "”", "(", ")", "[", "]", "😀", "👨‍👩‍👧", "\uD800", "\uDC00", "\u0301", "\u200D", "\uFEFF", "שלום", "مرحبا", "한국", "かな", "ё",
        "x²", "+", "=", "-", "~", "$5", "€", "@", "#", "a@b.com", "www.a.com", "&", "%", "°", "IV", "GPU", "iPhone", "\0", "\u001B", "𠀀", "ﬁ", "１２",
    ];

    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "A seeded generator makes the test repeatable.")]
    public void Random_texts_are_analysed_without_an_exception()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 600; round++)
        {
            Check(RandomText(random, 60));
        }
    }

    // VOICEWEB_RANDOM_TEXTS names how many more: each is read in one of the six ways, in turn.
    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "A seeded generator makes the test repeatable.")]
    public void A_great_many_random_texts_are_analysed_without_an_exception()
    {
        var rounds = int.Parse(Environment.GetEnvironmentVariable("VOICEWEB_RANDOM_TEXTS") ?? "600", CultureInfo.InvariantCulture);
        var random = new Random(rounds); // another number, other texts
        for (var round = 0; round < rounds; round++)
        {
            var text = RandomText(random, 60);
            Analyze(text, Modes[round % Modes.Length], round / Modes.Length % 2 == 1);
            FrontEnd.Read(text, Modes[round % Modes.Length]);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    [InlineData("1")]
    [InlineData("一")]
    [InlineData("不")]
    [InlineData("儿")]
    [InlineData("鑫")]
    [InlineData("，")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("'")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("😀")]
    [InlineData("\uD83D")]
    [InlineData("\u0301")]
    [InlineData("it\uFFFE")]
    [InlineData("\u2060")]
    [InlineData("1,")]
    [InlineData("1.")]
    [InlineData("1-")]
    [InlineData("1:")]
    [InlineData("1/")]
    [InlineData("a.")]
    [InlineData("a@")]
    [InlineData("£")]
    [InlineData("²")]
    [InlineData("長(zhang3)")]
    [InlineData("[read:HH]")]
    public void Ten_thousand_repeats_of_anything_are_analysed(string piece) => Check(string.Concat(Enumerable.Repeat(piece, 10_000 / piece.Length)));

    [SuppressMessage("Security", "CA5394", Justification = "A seeded generator makes the test repeatable.")]
    private static string RandomText(Random random, int most)
    {
        var builder = new StringBuilder();
        for (var i = random.Next(most); i > 0; i--)
        {
            builder.Append(random.Next(3) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)]);
        }

        return builder.ToString();
    }

    private static void Analyze(string text, string mode, bool compatible)
    {
        var analysis = FrontEnd.Analyze(text, mode, compatible);
        Assert.All(analysis.Phones, phone => Assert.NotNull(SymbolTable.IdOf(phone)));
        foreach (var segment in analysis.Segments.Where(segment => segment.Word2Ph is not null))
        {
            Assert.Equal(segment.Normalized.Length, segment.Word2Ph!.Count);
            Assert.Equal(segment.Phones.Count, segment.Word2Ph.Sum());
        }

        Assert.All(analysis.Polyphones, polyphone => Assert.Equal(polyphone.Character, text.Substring(polyphone.Index, 1)));
    }

    private static void Check(string text)
    {
        foreach (var mode in Modes)
        {
            Analyze(text, mode, compatible: false);
            Analyze(text, mode, compatible: true);

            foreach (var sentence in FrontEnd.Split(text, mode))
            {
                Assert.Equal(sentence.Text, text.Substring(sentence.Start, sentence.Text.Length));
            }
        }
    }
}

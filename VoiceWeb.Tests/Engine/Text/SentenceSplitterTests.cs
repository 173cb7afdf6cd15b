using System.Diagnostics.CodeAnalysis;
using System.Text;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Text;

public sealed class SentenceSplitterTests
{
    private static readonly TextFrontEnd FrontEnd = new();

    [Theory]
    [InlineData("Hello there. How are you? Fine!", "Hello there.|How are you?|Fine!")]
    [InlineData("Dr. Smith paid 3.50 dollars. He left.", "Dr. Smith paid 3.50 dollars.|He left.")]
    [InlineData("J. K. Rowling wrote it, e.g. in 1997. See www.example.org/a.b today.", "J. K. Rowling wrote it, e.g. in 1997.|See www.example.org/a.b today.")]
    [InlineData("\"Really?\" he said. \"Yes.\" She went.", "\"Really?\" he said.|\"Yes.\"|She went.")]
    [InlineData("Wait... what? It ended... Then it began.", "Wait... what?|It ended...|Then it began.")]
    [InlineData("1. Open the book.\n2. Read it.", "1. Open the book.|2. Read it.")]
    [InlineData("a line that is\nonly wrapped\n\nA new one", "a line that is\nonly wrapped|A new one")]
    [InlineData("你好。今天3.5度！真的吗？“是的。”他说。", "你好。|今天3.5度！|真的吗？|“是的。”|他说。")]
    [InlineData("等等……好吧。", "等等……好吧。")]
    [InlineData("See No. 5 on p. 12. Ask Mrs. Lee.", "See No. 5 on p. 12.|Ask Mrs. Lee.")]
    public void Sentences_end_where_a_reader_stops(string text, string expected) =>
        Assert.Equal(expected.Split('|'), FrontEnd.Split(text, "auto").Select(sentence => sentence.Text));

    [Theory]
    [InlineData("你好。", "auto", "zh")]
    [InlineData("Hello.", "auto", "en")]
    [InlineData("こんにちは、世界。", "zh", "ja")]
    [InlineData("안녕하세요.", "en", "ko")]
    [InlineData("Bonjour.", "fr", "fr")]
    [InlineData("Hello.", "zh", "en")]
    [InlineData("你好。", "en", "zh")]
    [InlineData("你好。", "zh-TW", "zh-TW")]
    [InlineData("Привет.", "uk", "uk")]
    [InlineData("Привет.", "en", "ru")]
    [InlineData("我喜欢用iPhone拍照。", "auto", "zh")]
    [InlineData("The word 好 means good.", "auto", "en")]
    [InlineData("1984", "zh", "zh")]
    public void A_sentence_takes_its_language_from_its_script_and_the_one_given(string text, string given, string expected) =>
        Assert.Equal(expected, Assert.Single(FrontEnd.Split(text, given)).Language);

    [Fact]
    public void Numbers_alone_take_the_language_around_them()
    {
        var sentences = FrontEnd.Split("1。\n你好。\n2025。", "auto");
        Assert.Equal(["zh", "zh", "zh"], sentences.Select(sentence => sentence.Language));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n\t ")]
    [InlineData("?!…。，")]
    [InlineData("😀🎉")]
    [InlineData("\uD83D")]
    public void A_text_with_nothing_to_say_gives_no_sentences(string text) => Assert.Empty(FrontEnd.Split(text, "auto"));

    [Fact]
    public void Long_sentences_are_cut_at_pauses_into_bounded_pieces()
    {
        var chinese = string.Join("，", Enumerable.Repeat("这是一个没有句号的很长的句子", 20));
        var pieces = FrontEnd.Split(chinese, "zh");
        Assert.All(pieces, piece => Assert.InRange(piece.Text.Length, 15, 60));
        Assert.All(pieces.SkipLast(1), piece => Assert.EndsWith("，", piece.Text));

        var english = string.Join(' ', Enumerable.Repeat("word", 500));
        Assert.All(FrontEnd.Split(english, "en"), piece => Assert.InRange(piece.Text.Length, 60, 200));
    }

    [Fact]
    public void A_run_without_any_pause_is_still_cut_and_nothing_of_it_is_lost()
    {
        var text = string.Concat(Enumerable.Repeat("\U00020000", 10_000));
        var pieces = FrontEnd.Split(text, "zh");
        Assert.Equal(text, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.All(pieces, piece => Assert.False(char.IsLowSurrogate(piece.Text[0])));
        Assert.All(pieces, piece => Assert.InRange(piece.Text.Length, 1, 200));
    }

    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "A seeded generator makes the test repeatable.")]
    public void Offsets_are_exact_and_nothing_speakable_is_lost_for_any_text()
    {
        var random = new Random(20261122);
        const string Alphabet = "aA1 .。,，!！?\n\r\t\"”’)你好あ한я…-[]:'\uD83D\uDE00\uD800\uDC00\u0301\u200D";
        for (var round = 0; round < 2_000; round++)
        {
            var builder = new StringBuilder();
            var length = random.Next(0, 400);
            for (var i = 0; i < length; i++)
            {
                builder.Append(random.Next(20) == 0 ? (char)random.Next(0x10000) : Alphabet[random.Next(Alphabet.Length)]);
            }

            var text = builder.ToString();
            var sentences = FrontEnd.Split(text, "auto");
            var at = 0;
            foreach (var sentence in sentences)
            {
                Assert.True(sentence.Start >= at);
                Assert.Equal(sentence.Text, text.Substring(sentence.Start, sentence.Text.Length));
                Assert.False(HasSpeech(text[at..sentence.Start]));
                Assert.NotEqual("auto", sentence.Language);
                at = sentence.Start + sentence.Text.Length;
            }

            Assert.False(HasSpeech(text[at..]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("English please")]
    [InlineData("e")]
    [InlineData("12-x")]
    public void Refuses_what_is_no_language(string language)
    {
        var error = Assert.Throws<ArgumentException>(() => FrontEnd.Split("Hello.", language));
        Assert.Contains("Give 'auto' or a language tag", error.Message);
    }

    private static bool HasSpeech(string text) => text.EnumerateRunes().Any(rune => rune != Rune.ReplacementChar && Rune.IsLetterOrDigit(rune));
}

using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Text;

public sealed class MarkupTests
{
    private static readonly TextFrontEnd FrontEnd = new();

    [Fact]
    public void A_reading_in_brackets_fixes_the_character_before_it()
    {
        var analysis = FrontEnd.Analyze("长(chang2)大，重（zhong4）来", "zh");
        Assert.Equal("长大,重来", analysis.Normalized);
        Assert.Equal("ch ang2 d a4 , zh ong4 l ai2", string.Join(' ', analysis.Phones));
        Assert.Equal("chang2", analysis.Polyphones.First(polyphone => polyphone.Character == "长").Chosen);
        Assert.Empty(analysis.Warnings);
    }

    [Fact]
    public void Several_syllables_fix_as_many_characters()
    {
        var analysis = FrontEnd.Analyze("他叫单于(shan4 yu2)。", "zh");
        Assert.Equal("t a1 j iao4 sh an4 y v2 .", string.Join(' ', analysis.Phones));
    }

    [Theory]
    [InlineData("重(chóng)来", "ch ong2 l ai2")]
    [InlineData("单于（chán yú）", ", ch an2 y v2")]
    [InlineData("绿(lǜ)的", ", l v4 d e5")]
    public void A_reading_may_carry_tone_marks(string text, string phones) =>
        Assert.EndsWith(phones.TrimStart(',', ' '), string.Join(' ', FrontEnd.Analyze(text, "zh").Phones));

    [Fact]
    public void Ordinary_brackets_stay_text()
    {
        var analysis = FrontEnd.Analyze("普通[括号]和(注释)，还有(abc1)。", "zh");
        Assert.StartsWith("普通,括号,和,注释,还有", analysis.Normalized);
    }

    [Fact]
    public void Phones_fix_the_word_before_them_or_stand_alone()
    {
        Assert.Equal("T AH0 M AA1 T OW2 .", string.Join(' ', FrontEnd.Analyze("Tomato[read:T AH0 M AA1 T OW2].", "en").Phones));
        Assert.Equal("Say /HH AH0 L OW1/.", FrontEnd.Analyze("Say [read:HH AH0 L OW1].", "en").Normalized);
        Assert.Equal("S EY1 HH AH0 L OW1 .", string.Join(' ', FrontEnd.Analyze("Say [read:HH AH0 L OW1].", "en").Phones));
        Assert.Equal("Say [[h@l'oU]].", Assert.Single(FrontEnd.Speak("Say [read:HH AH0 L OW1].", "en")).Text);
    }

    [Fact]
    public void A_pause_parts_the_text_and_is_kept()
    {
        var stretches = FrontEnd.Speak("你好[pause:1.2s]世界[pause:300ms]", "zh");
        Assert.Equal(["ni2 hao3", "shi4 jie4"], stretches.Select(stretch => stretch.Text));
        Assert.Equal([1200d, 300d], stretches.Select(stretch => stretch.PauseAfter.TotalMilliseconds));
    }

    [Fact]
    public void The_language_can_be_set_for_a_part()
    {
        var analysis = FrontEnd.Analyze("共[lang:en]100[/lang]个，100个", "zh");
        Assert.Equal(["zh", "en", "zh"], analysis.Segments.Select(segment => segment.Language));
        Assert.Equal("one hundred", analysis.Segments[1].Normalized);
    }

    [Theory]
    [InlineData("你好[pause:99s]", "write a pause as 0.5s or 500ms, up to 10 s")]
    [InlineData("你好[pause:soon]", "write a pause as 0.5s or 500ms, up to 10 s")]
    [InlineData("word[read:xyz]", "ARPAbet (HH AH0 L OW1) or in pinyin (zhang3 da4)")]
    [InlineData("长(zhang3 da4)", "more syllables than Chinese characters")]
    [InlineData("[lang:e]x[/lang] ok", "write a language as zh, en or pt-BR")]
    public void What_cannot_be_followed_is_said(string text, string expected) =>
        Assert.Contains(expected, Assert.Single(FrontEnd.Analyze(text, "zh").Warnings));

    [Fact]
    public void Sentences_keep_their_instructions_and_their_places()
    {
        const string Text = "你好。[pause:1s]他长(zhang3)大了。[slot:happy][lang:en]Two words. And 3.[/lang][/slot]好！";
        var sentences = FrontEnd.Split(Text, "zh");
        Assert.Equal(["zh", "zh", "en", "en", "zh"], sentences.Select(sentence => sentence.Language));
        Assert.Equal([null, null, "happy", "happy", null], sentences.Select(sentence => sentence.Slot));
        Assert.All(sentences, sentence => Assert.Equal(sentence.Text, Text.Substring(sentence.Start, sentence.Text.Length)));
        Assert.Contains("长(zhang3)大", sentences[1].Text);
        Assert.Contains("[pause:1s]", sentences[0].Text + sentences[1].Text);
    }

    [Fact]
    public void A_long_sentence_is_never_cut_inside_an_instruction()
    {
        var text = string.Concat(Enumerable.Repeat("长(zhang3)大", 200));
        var sentences = FrontEnd.Split(text, "zh");
        Assert.True(sentences.Count > 3);
        Assert.Equal(text, string.Concat(sentences.Select(sentence => sentence.Text)));
        Assert.All(sentences, sentence => Assert.Equal(sentence.Text.Count(unit => unit == '('), sentence.Text.Count(unit => unit == ')')));
    }

    [Fact]
    public void Compatible_mode_knows_no_instructions()
    {
        var analysis = FrontEnd.Analyze("长(zhang3)大。", "zh", compatible: true);
        Assert.Equal(["zh", "en", "zh"], analysis.Segments.Select(segment => segment.Language));
        Assert.Empty(analysis.Warnings);
    }
}

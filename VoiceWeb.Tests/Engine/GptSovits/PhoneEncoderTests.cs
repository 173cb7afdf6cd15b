using VoiceWeb.Engine;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>Which phones a GPT-SoVITS voice is given for a sentence.</summary>
public sealed class PhoneEncoderTests
{
    private static readonly TextFrontEnd FrontEnd = new();

    [Fact]
    public void A_sentence_is_read_as_a_teacher_would_and_on_demand_as_the_original_does()
    {
        var score = new Sentence("今天的比分是3:2。", 0, "zh");
        Assert.Equal("今天的比分是三比二.", Normalized(score, compatible: false));
        Assert.Equal("今天的比分是三二.", Normalized(score, compatible: true));
    }

    [Fact]
    public void Instructions_and_dictionaries_reach_the_voice()
    {
        var school = PronunciationLexicon.Create("s", PronunciationScope.School, 1, [new PronunciationEntry("重庆", "zh", "zhong4 qing4")]);
        var sentence = new Sentence("他长(chang2)大，去重庆。", 0, "zh") { Dictionaries = [school] };
        Assert.Equal("t a1 ch ang2 d a4 , q v4 zh ong4 q ing4 .", Phones(sentence, compatible: false));
    }

    [Theory]
    [InlineData("好。", "zh", ". h ao3 .", "1,2,1")]
    [InlineData("Yes.", "en", ". Y EH1 S .", "")]
    [InlineData("你们好。", "zh", "n i3 m en5 h ao3 .", "2,2,2,1")]
    public void A_sentence_with_few_phones_begins_with_a_stop(string text, string language, string phones, string counts)
    {
        var segment = Assert.Single(PhoneEncoder.Segments(FrontEnd, new Sentence(text, 0, language), compatible: false));
        Assert.Equal(phones, string.Join(' ', segment.Phones));
        Assert.Equal(counts, string.Join(',', segment.Word2Ph ?? []));
        Assert.Equal(segment.Word2Ph is null ? segment.Normalized.Length : segment.Word2Ph.Count, segment.Normalized.Length);
    }

    [Fact]
    public void Words_that_have_no_phones_are_refused_and_not_left_out()
    {
        var refused = Assert.Throws<UnspeakableTextException>(() => PhoneEncoder.Segments(FrontEnd, new Sentence("我会说 안녕하세요", 0, "zh"), compatible: false));
        Assert.Contains("'ko'", refused.Message);
    }

    private static string Normalized(Sentence sentence, bool compatible) =>
        string.Concat(PhoneEncoder.Segments(FrontEnd, sentence, compatible).Select(segment => segment.Normalized));

    private static string Phones(Sentence sentence, bool compatible) =>
        string.Join(' ', PhoneEncoder.Segments(FrontEnd, sentence, compatible).SelectMany(segment => segment.Phones));
}

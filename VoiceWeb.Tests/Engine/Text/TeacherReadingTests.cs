using System.Text;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Text;

/// <summary>Golden/text/teacher-readings.tsv: sentences with numbers, signs and mixed scripts, and how a teacher would read them.</summary>
public sealed class TeacherReadingTests
{
    private static readonly TextFrontEnd FrontEnd = new();

    [Fact]
    public void Every_sentence_of_the_table_is_read_as_a_teacher_would()
    {
        var rows = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Golden", "text", "teacher-readings.tsv"))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')).ToList();
        var differences = new StringBuilder();
        foreach (var row in rows)
        {
            var analysis = FrontEnd.Analyze(row[1], row[0]);
            if (analysis.Normalized != row[2] || analysis.Warnings.Count > 0)
            {
                differences.AppendLine().AppendLine(row[1]).AppendLine(row[2]).AppendLine(analysis.Normalized).AppendJoin(' ', analysis.Warnings);
            }
        }

        Assert.Equal(string.Empty, differences.ToString());
        Assert.InRange(rows.Count, 250, 500);
    }

    [Theory]
    [InlineData("银行的行长长大了。", "yin2 hang2 de5 hang2 zhang3 zhang3 da4 le5")]
    [InlineData("银行行长", "yin2 hang2 hang2 zhang3")]
    [InlineData("都说成都好。", "dou1 shuo1 cheng2 du1 hao3")]
    [InlineData("音乐让人快乐。", "yin1 yue4 rang4 ren2 kuai4 le4")]
    [InlineData("不怕，一个，一起，看一看。", "bu2 pa4 yi2 ge5 yi4 qi3 kan4 yi5 kan4")]
    [InlineData("11个，1.5，1月1日。", "shi2 yi1 ge5 yi1 dian3 wu3 yi1 yue4 yi2 ri4")]
    [InlineData("纸老虎买雨伞。", "zhi3 lao2 hu3 mai3 yu2 san3")]
    [InlineData("桌子上有一本书。", "zhuo1 zi5 shang4 you3 yi4 ben3 shu1")]
    public void Words_are_read_in_their_context(string text, string expected)
    {
        var spoken = string.Join(' ', FrontEnd.Speak(text, "zh").Select(stretch => stretch.Text));
        Assert.Equal(expected, spoken.Replace(",", string.Empty, StringComparison.Ordinal).Replace(".", string.Empty, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("blazor", "B L")]
    [InlineData("quixotry", "K W IH0 K S")]
    [InlineData("shenzhen", "SH EH1 N")]
    [InlineData("voicebank", "V OY1 S B AE1 NG K")]
    [InlineData("kubernetes's", "K Y UW1 B")]
    public void Words_that_no_dictionary_has_are_still_pronounced(string word, string beginning) =>
        Assert.StartsWith(beginning, string.Join(' ', FrontEnd.Analyze(word + " is here", "en").Phones));

    [Fact]
    public void What_cannot_be_read_is_said_and_not_dropped_in_silence()
    {
        var analysis = FrontEnd.Analyze("加油💪，你好。", "zh");
        Assert.Equal("加油,你好.", analysis.Normalized);
        Assert.Equal("'💪' (place 3) has no reading and is not spoken.", Assert.Single(analysis.Warnings));
        Assert.Contains("no phones for the language 'ko'", Assert.Single(FrontEnd.Analyze("안녕하세요", "ko").Warnings));
    }

    [Fact]
    public void Polyphones_are_listed_with_their_place_and_their_other_readings()
    {
        var polyphone = Assert.Single(FrontEnd.Analyze("他有3头牛，很高兴她长大。", "zh").Polyphones, found => found.Character == "长");
        Assert.Equal((10, "zhang3"), (polyphone.Index, polyphone.Chosen));
        Assert.Equal(["chang2", "zhang3"], polyphone.Candidates.Order());
    }

    [Fact]
    public void A_voice_for_machines_gets_phones_for_every_character()
    {
        foreach (var segment in FrontEnd.Analyze("今天3点，我们在Google上搜索machine learning。", "auto").Segments.Where(segment => segment.Language == "zh"))
        {
            Assert.Equal(segment.Normalized.Length, segment.Word2Ph!.Count);
            Assert.Equal(segment.Phones.Count, segment.Word2Ph.Sum());
            Assert.DoesNotContain("UNK", segment.Phones);
        }
    }
}

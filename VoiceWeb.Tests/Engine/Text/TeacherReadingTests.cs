using System.Text;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Text.Chinese;

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

    /// <summary>A character between angle brackets, and how it is read there.</summary>
    [Theory]
    [InlineData("这条路很<长>。", "chang2")]
    [InlineData("小树<长>高了。", "zhang3")]
    [InlineData("桥<长>三百米。", "chang2")]
    [InlineData("他当班<长>三年了。", "zhang3")]
    [InlineData("吃一堑,<长>一智。", "zhang3")]
    [InlineData("我去图书馆<还>书。", "huan2")]
    [InlineData("图书馆<还>开着。", "hai2")]
    [InlineData("他<得>了第一名。", "de2")]
    [InlineData("我<得>先写作业。", "dei3")]
    [InlineData("你们还<得>努力。", "dei3")]
    [InlineData("他跑<得>很快。", "de5")]
    [InlineData("她<教>我们唱歌。", "jiao1")]
    [InlineData("他<教>书很认真。", "jiao1")]
    [InlineData("<教>室里很安静。", "jiao4")]
    [InlineData("春天到了,大家去<种>树。", "zhong4")]
    [InlineData("这<种>花很香。", "zhong3")]
    [InlineData("请<数>一数有几个。", "shu3")]
    [InlineData("我的<数>学很好。", "shu4")]
    [InlineData("树上有三<只>鸟。", "zhi1")]
    [InlineData("我<只>要一本书。", "zhi3")]
    [InlineData("看第二<行>。", "hang2")]
    [InlineData("他要步<行>去。", "xing2")]
    [InlineData("护士给我<量>体温。", "liang2")]
    [InlineData("他<背>着书包上学。", "bei1")]
    [InlineData("我会<背>这首诗。", "bei4")]
    [InlineData("你有<空>吗?", "kong4")]
    [InlineData("<空>气新鲜。", "kong1")]
    [InlineData("他给奶奶<倒>了一杯水。", "dao4")]
    [InlineData("孩子睡<着>了。", "zhao2")]
    [InlineData("他笑<着>说。", "zhe5")]
    [InlineData("我受不<了>。", "liao3")]
    [InlineData("我吃<了>饭。", "le5")]
    [InlineData("爷爷去理<发>。", "fa4")]
    [InlineData("树上<结>满了苹果。", "jie1")]
    [InlineData("他像飞<似>的跑了。", "shi4")]
    [InlineData("<大>夫来了。", "dai4")]
    [InlineData("<大>家来了。", "da4")]
    public void The_words_around_a_character_decide_how_it_is_read(string marked, string expected)
    {
        var place = marked.IndexOf('<', StringComparison.Ordinal);
        var text = marked.Replace("<", string.Empty, StringComparison.Ordinal).Replace(">", string.Empty, StringComparison.Ordinal);
        var segment = Assert.Single(FrontEnd.Analyze(text, "zh").Segments);
        var phones = segment.Phones.Skip(segment.Word2Ph!.Take(place).Sum()).Take(2);
        Assert.True(MandarinPhones.TrySplit(expected, out var initial, out var final));
        Assert.Equal([initial, final], phones);
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

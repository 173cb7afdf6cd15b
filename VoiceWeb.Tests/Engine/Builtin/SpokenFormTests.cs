using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

/// <summary>The built-in voice says what the text front-end reads.</summary>
public sealed class SpokenFormTests
{
    private static readonly BaseSpeech Speech = new(new EspeakProcess());

    [Fact]
    public async Task A_pause_that_the_writer_asked_for_is_silence_of_that_length()
    {
        var pieces = await Speech.SayAsync("你好[pause:1.5s]世界", "zh", TestContext.Current.CancellationToken);
        Assert.Equal(3, pieces.Count);
        Assert.Equal(1.5, pieces[1].Audio.Seconds, 3);
        Assert.DoesNotContain(pieces[1].Audio.Samples.ToArray(), sample => sample != 0);
    }

    [Theory]
    [InlineData("他长大了。", "他长(zhang3)大了。", true)]
    [InlineData("他长大了。", "他长(chang2)大了。", false)]
    [InlineData("比分3:2。", "比分三比二。", true)]
    [InlineData("银行行长", "银(yin2)行(hang2)行(hang2)长(zhang3)", true)]
    [InlineData("I read.", "I read[read:R EH1 D].", false)]
    public async Task Readings_decide_what_is_heard(string one, string other, bool same)
    {
        var language = one[0] < 'z' ? "en" : "zh";
        var first = await Speech.SayAsync(one, language, TestContext.Current.CancellationToken);
        var second = await Speech.SayAsync(other, language, TestContext.Current.CancellationToken);
        Assert.Equal(same, first[0].Audio.Samples.ToArray().SequenceEqual(second[0].Audio.Samples.ToArray()));
    }

    [Fact]
    public async Task Cantonese_stays_Cantonese_and_English_keeps_its_accent()
    {
        Assert.Equal(BaseVoices.Cantonese, (await Speech.SayAsync("你好", "zh-HK", TestContext.Current.CancellationToken))[0].Voice);
        Assert.Equal("en-gb", (await Speech.SayAsync("Hello there.", "en-GB", TestContext.Current.CancellationToken))[0].Voice);
        Assert.Equal([BaseVoices.Mandarin, BaseVoices.English], (await Speech.SayAsync("你好 Windows", "zh", TestContext.Current.CancellationToken)).Select(piece => piece.Voice));
    }
}

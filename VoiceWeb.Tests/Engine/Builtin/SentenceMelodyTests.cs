using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class SentenceMelodyTests
{
    [Theory]
    [InlineData("Really?")]
    [InlineData("“Is it you?”")]
    [InlineData("你好吗？")]
    public void A_question_rises_at_its_end_and_only_there(string text)
    {
        var pitch = Contour();
        SentenceMelody.Of(text).Apply(pitch);
        Assert.InRange(12 * Math.Log2(pitch[^21] / 150), 3, 4); // the last voiced frame
        Assert.InRange(pitch[100], 149, 151);
        Assert.Equal(0, pitch[^1]);
    }

    [Theory]
    [InlineData("Stop!")]
    [InlineData("快跑！")]
    public void An_exclamation_is_livelier_longer_and_a_little_stronger(string text)
    {
        var melody = SentenceMelody.Of(text);
        double[] pitch = [100, 120, 140, 160, 180];
        melody.Apply(pitch);
        Assert.True(Math.Log2(pitch[4] / pitch[0]) > 1.1 * Math.Log2(1.8));
        Assert.InRange(melody.Duration, 1.01, 1.15);
        Assert.InRange(melody.LevelDb, 0.1, 1); // sentences stay within 1 dB of each other
    }

    [Fact]
    public void A_statement_is_left_as_it_is()
    {
        var pitch = Contour();
        SentenceMelody.Of("So it is.").Apply(pitch);
        Assert.Equal(Contour(), pitch);
        SentenceMelody.Of("?").Apply(new double[30]);
        SentenceMelody.Of(string.Empty).Apply([]);
    }

    private static double[] Contour() => [.. Enumerable.Range(0, 300).Select(i => i is > 20 and < 280 ? 150.0 : 0)];
}

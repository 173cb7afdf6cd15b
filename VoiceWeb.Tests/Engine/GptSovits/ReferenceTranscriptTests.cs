using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.GptSovits;

public sealed class ReferenceTranscriptTests
{
    private const string English = "One two three. Four five six, seven eight. Nine ten; eleven twelve!";
    private const string Chinese = "今天天气很好，我们去公园。晚上回家，吃饭睡觉。";

    [Theory]
    [InlineData(English, 0, 1, English)]
    [InlineData(English, 0, 0.26, "One two three.")]
    [InlineData(English, 0.22, 0.68, "Four five six, seven eight.")]
    [InlineData(English, 0.6, 1, "Nine ten; eleven twelve!")]
    [InlineData(English, 0.3, 0.31, "")]
    [InlineData(Chinese, 0, 0.55, "今天天气很好，我们去公园。")]
    [InlineData(Chinese, 0.6, 1, "晚上回家，吃饭睡觉。")]
    [InlineData("no mark at all", 0.4, 0.9, "no mark at all")]
    [InlineData("It costs 3.5 dollars, e.g. today.", 0, 0.5, "It costs 3.5 dollars,")]
    [InlineData("… !", 0, 1, "")]
    [InlineData("", 0, 1, "")]
    public void The_clauses_nearest_to_the_stretch_are_suggested(string transcript, double from, double to, string expected) =>
        Assert.Equal(expected, ReferenceTranscript.Suggest(
            transcript, new ReferenceWindow(0, 16_000, 16_000, 0, 1, 30, 0, true) { SpeechBefore = from, SpeechUntilEnd = to }));
}

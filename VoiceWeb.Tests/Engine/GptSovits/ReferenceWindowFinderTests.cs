using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.GptSovits;

public sealed class ReferenceWindowFinderTests
{
    private const int Rate = 16_000;

    [Fact]
    public void Windows_lie_between_pauses_and_have_the_right_length()
    {
        // Bursts of speech of 2.5 s with pauses of 0.5 s.
        var audio = Bursts(10, 2.5, 0.5, _ => 0.2f);

        var windows = new ReferenceWindowFinder(audio).Find(3);

        Assert.Equal(3, windows.Count);
        Assert.All(windows, window =>
        {
            Assert.InRange(window.Seconds, 3, 10);
            Assert.True(window.ClearEnds);
            Assert.Equal(0, window.Clipped);
            foreach (var edge in (int[])[window.Start, window.Start + window.Length])
            {
                var inPeriod = (double)edge / Rate % 3;
                Assert.True(inPeriod is >= 2.5 or < 0.02, $"the edge at {(double)edge / Rate:0.00} s lies inside speech");
            }
        });
        Assert.Equal(windows.Count, windows.Select(window => window.Start).Distinct().Count());
        Assert.True(windows[0].Score >= windows[1].Score);
    }

    [Fact]
    public void A_clipped_stretch_is_passed_over()
    {
        var audio = Bursts(10, 2.5, 0.5, burst => burst < 5 ? 3f : 0.2f);

        var best = new ReferenceWindowFinder(audio).Find(1)[0];

        Assert.True(best.Start >= 14.5 * Rate, best.Reasons);
        Assert.Equal(0, best.Clipped);
    }

    [Fact]
    public void Speech_without_pauses_still_has_windows_and_says_so()
    {
        var audio = Bursts(1, 30, 0, _ => 0.2f);

        var best = new ReferenceWindowFinder(audio).Find(2);

        Assert.Equal(2, best.Count);
        Assert.All(best, window => Assert.False(window.ClearEnds));
        Assert.Contains("for want of pauses", best[0].Reasons);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2.9)]
    public void A_recording_that_is_too_short_has_none(double seconds) =>
        Assert.Empty(new ReferenceWindowFinder(Bursts(1, seconds, 0, _ => 0.2f)).Find(3));

    [Fact]
    public async Task A_stretch_across_two_speakers_is_told_and_passed_over()
    {
        var (audio, join) = await TwoSpeakers.SpeakAsync();

        var across = new ReferenceWindowFinder(audio).At(join - 3, 6);
        Assert.False(across.OneSpeaker);
        Assert.Equal(join, across.ChangeSeconds!.Value, 1.0);
        Assert.Contains("the speaker seems to change at", across.Reasons);
        var found = new ReferenceWindowFinder(audio).Find(2);
        Assert.All(found, window => Assert.True(window.OneSpeaker, window.Reasons));
        Assert.All(found, window => Assert.True(window.Score > across.Score + 10));
        Assert.All(found, window => Assert.Equal(window.StartSeconds > join - 1 ? 1 : 0, window.SpeakerPart));
    }

    [Fact]
    public async Task One_speaker_is_one_speaker_and_noise_is_nobody()
    {
        var (audio, join) = await TwoSpeakers.SpeakAsync("en-us+f3");
        Assert.True(new ReferenceWindowFinder(audio).At(join - 3, 6).OneSpeaker);
        Assert.Null(new ReferenceWindowFinder(audio).At(join - 3, 6, listensForSpeakers: false).OneSpeaker);
        Assert.Null(new ReferenceWindowFinder(Bursts(5, 2.5, 0.5, _ => 0.2f)).Find(1)[0].OneSpeaker);
    }

    private static AudioBuffer Bursts(int count, double speech, double pause, Func<int, float> level)
    {
        var random = new Random(4);
        var samples = new List<float>();
        for (var burst = 0; burst < count; burst++)
        {
            samples.AddRange(Enumerable.Range(0, (int)(speech * Rate)).Select(_ => Math.Clamp((random.NextSingle() - 0.5f) * 2 * level(burst), -1, 1)));
            samples.AddRange(Enumerable.Range(0, (int)(pause * Rate)).Select(_ => (random.NextSingle() - 0.5f) * 0.001f));
        }

        return new AudioBuffer([.. samples], Rate);
    }
}

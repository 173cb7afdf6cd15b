using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class SpeechTimeTests
{
    [Fact]
    public void Closures_are_speech_and_pauses_are_not()
    {
        var speech = Frames((100, true), (40, false), (100, true)); // 200 ms
        var paused = Frames((100, true), (60, false), (100, true)); // 300 ms

        Assert.Equal(1.2, SpeechTime.Seconds(speech), 1e-9);
        Assert.Equal(1.0, SpeechTime.Seconds(paused), 1e-9);
    }

    [Fact]
    public void What_lies_before_the_first_and_after_the_last_sound_is_not_counted()
    {
        Assert.Equal(0.5, SpeechTime.Seconds(Frames((30, false), (100, true), (30, false))), 1e-9);
        Assert.Equal(0, SpeechTime.Seconds(Frames((30, false))));
        Assert.Equal(0, SpeechTime.Seconds([]));
    }

    [Fact]
    public void Noise_that_crackles_in_a_pause_does_not_make_it_speech()
    {
        var crackles = Enumerable.Range(0, 20).SelectMany(_ => new[] { (12, false), (3, true) });

        Assert.Equal(1.0, SpeechTime.Seconds(Frames([(100, true), .. crackles, (12, false), (100, true)])), 1e-9);
    }

    private static bool[] Frames(params (int Count, bool Speech)[] runs) =>
        [.. runs.SelectMany(run => Enumerable.Repeat(run.Speech, run.Count))];
}

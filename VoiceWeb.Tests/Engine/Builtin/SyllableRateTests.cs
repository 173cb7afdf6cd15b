using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class SyllableRateTests
{
    [Theory]
    [InlineData(3.5)]
    [InlineData(5.5)]
    public void Nuclei_are_counted_in_a_second_of_speech(double perSecond) =>
        Assert.Equal(perSecond, SyllableRate.Of(Syllables(perSecond, 10, closures: false)), 0.3);

    [Fact]
    public void Closures_that_fall_silent_do_not_make_speech_faster_and_pauses_do_not_make_it_slower()
    {
        var open = SyllableRate.Of(Syllables(4, 10, closures: false));
        var closed = SyllableRate.Of(Syllables(4, 10, closures: true));
        var paused = SyllableRate.Of(SpeechFrames.Join([Syllables(4, 5, closures: true), Silence(1.5), Syllables(4, 5, closures: true)]));

        Assert.Equal(open, closed, 0.2);
        Assert.Equal(closed, paused, 0.2);
        Assert.Equal(0, SyllableRate.Of(Silence(2)));
    }

    /// <summary>Energy that swings by 20 dB; the quietest quarter of each swing is silence where there are closures.</summary>
    private static SpeechFrames Syllables(double perSecond, double seconds, bool closures) => Frames(seconds, i =>
    {
        var swing = Math.Cos(2 * Math.PI * perSecond * i / AnalysisGrid.FramesPerSecond);
        return (10 * (swing - 1), !closures || swing > -0.7);
    });

    private static SpeechFrames Silence(double seconds) => Frames(seconds, _ => (-80, false));

    private static SpeechFrames Frames(double seconds, Func<int, (double LevelDb, bool Speech)> at)
    {
        var count = (int)(seconds * AnalysisGrid.FramesPerSecond);
        var mel = new FrameMatrix(count, MelAxis.Points);
        var speech = new bool[count];
        for (var i = 0; i < count; i++)
        {
            (var level, speech[i]) = at(i);
            mel[i].Fill((float)(level / 10 * Math.Log(10)));
        }

        return new SpeechFrames(new double[count], mel, null, speech, 40);
    }
}

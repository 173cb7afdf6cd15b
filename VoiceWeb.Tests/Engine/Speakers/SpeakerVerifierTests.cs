using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.Speakers;
using VoiceWeb.Engine.Speakers.Bench;
using VoiceWeb.Tests.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Speakers;

public sealed class SpeakerVerifierTests
{
    private const string Other =
        "Many small boats were tied along the river bank, and nobody knew the answer to the third question. "
        + "The soup is hot and needs a little more salt, so please close the window.";

    private static readonly SpeakerVerifier Verifier = new();

    [Fact]
    public async Task A_speaker_is_known_again_by_other_words_and_from_a_telephone_and_not_taken_for_another()
    {
        var token = TestContext.Current.CancellationToken;
        var woman = await SyntheticSpeaker.SayAsync(SyntheticSpeaker.High, SyntheticSpeaker.Transcript, token, 65);
        var again = await SyntheticSpeaker.SayAsync(SyntheticSpeaker.High, Other, token, 65);
        var man = await SyntheticSpeaker.SayAsync(SyntheticSpeaker.Low, Other, token, 30);

        var same = Verifier.Compare(woman, again, token);
        var different = Verifier.Compare(woman, man, token);
        var line = Verifier.Compare(woman, Resampler.Convert(again, 8_000), token);
        Assert.InRange(same.Score, 0, 100);
        Assert.NotEqual(SpeakerDecision.Different, same.Decision);
        Assert.Equal(SpeakerDecision.Different, different.Decision);
        Assert.True(line.IsNarrow);
        Assert.InRange(line.Score, 0, 100);
        var noisy = Verifier.Compare(woman, RecordingConditions.Apply(again, "noise", 3), token);
        Assert.True(noisy.IsNoisy);
        Assert.Equal(SpeakerDecision.Review, noisy.Decision); // noise alone turns nobody away
        Assert.Equal(same.Score, Verifier.Compare(again, woman, token).Score, 6); // whoever comes first
    }

    [Theory]
    [InlineData(new[] { 3.0, 4, 5 }, new[] { 0.0, 1, 2 }, 0)]
    [InlineData(new[] { 1.0, 3, 4, 5 }, new[] { 0.0, 0, 0, 2 }, 0.25)]
    public void The_equal_error_rate_lies_where_both_errors_are_alike(double[] right, double[] wrong, double rate) =>
        Assert.Equal(rate, SpeakersBenchRow.Of("clean", "score", right, wrong).EqualErrorRate, 6);

    [Fact]
    public void Too_little_voiced_speech_is_refused_with_the_seconds_found()
    {
        var silence = new AudioBuffer(new float[AnalysisGrid.SampleRate], AnalysisGrid.SampleRate);
        var refusal = Assert.Throws<UnusableRecordingException>(() => Verifier.Compare(silence, silence, TestContext.Current.CancellationToken));
        Assert.Equal("too-short", refusal.Reason);
        Assert.Contains("3 seconds of voiced speech are needed", refusal.Message);
    }
}

using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Speakers;
using VoiceWeb.Tests.Engine.Builtin;

namespace VoiceWeb.Tests.Engine.Speakers;

public sealed class SpeakerChangesTests
{
    [Fact]
    public async Task A_deep_voice_is_heard_beside_one_of_more_than_twice_its_pitch()
    {
        var token = TestContext.Current.CancellationToken;
        var high = await SyntheticSpeaker.SayAsync("en-gb+f3", SyntheticSpeaker.Transcript, token, pitch: 99);
        var low = await SyntheticSpeaker.SayAsync("en-us+m3", SyntheticSpeaker.Transcript, token, pitch: 20);
        // Told from the median of the whole, the pitch of one of them would be taken for an error.
        Assert.InRange(SyntheticSpeaker.MedianPitch(high, token) / SyntheticSpeaker.MedianPitch(low, token), 2, 4);
        float[] pause = new float[high.SampleRate / 3];

        foreach (var (first, second) in new[] { (high, low), (low, high) })
        {
            var changes = SpeakerChanges.Find(new AudioBuffer([.. first.Samples, .. pause, .. second.Samples], high.SampleRate), token);

            Assert.Equal(first.Seconds + 1.0 / 6, Assert.Single(changes.Places), 1.0);
        }
    }
}

using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Speech;
using VoiceWeb.Tests.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Speech;

public sealed class SentenceLevelTests
{
    private const double Wanted = -23;

    [Fact]
    public void A_whole_sentence_gets_exactly_the_level()
    {
        var brought = new SentenceLevel(Wanted).Bring(new SpokenSound(Speech(0.03), EndsSentence: true, 0));
        Assert.Equal(Wanted, Db(brought), 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(0.25)]
    public void Pieces_come_near_to_it_and_meet_without_a_step(double misjudged)
    {
        var speech = Speech(0.03);
        var level = new SentenceLevel(Wanted);
        var power = ActivePower.Of(speech) * misjudged;
        var cuts = new[] { 0, 12_000, 36_000, 84_000, speech.Samples.Length };
        var pieces = Enumerable.Range(0, 4).Select(i => level.Bring(new SpokenSound(
            new AudioBuffer(speech.Samples[cuts[i]..cuts[i + 1]], speech.SampleRate), EndsSentence: i == 3, power)).Samples).ToList();

        var gains = pieces.SelectMany(samples => samples).Zip(speech.Samples).Select((pair, at) => (At: at, Before: pair.Second, Gain: pair.First / pair.Second))
            .Where(one => Math.Abs(one.Before) > 1e-3).ToList();
        Assert.All(gains.Zip(gains.Skip(1)), pair => Assert.InRange(
            Math.Abs(Math.Log(pair.Second.Gain / pair.First.Gain)), 0, 0.002 * (pair.Second.At - pair.First.At)));
        Assert.Equal(Wanted, Db(new AudioBuffer(pieces[^1], speech.SampleRate)), 3.0);
    }

    [Fact]
    public void No_sample_goes_over_the_limit_and_silence_stays()
    {
        var loud = Speech(0.03);
        loud.Samples[100] = 1;
        Assert.InRange(new SentenceLevel(-10).Bring(new SpokenSound(loud, true, 0)).Samples.Max(Math.Abs), 0.949f, 0.951f);
        Assert.All(new SentenceLevel(Wanted).Bring(new SpokenSound(new AudioBuffer(new float[500], 24_000), true, 0)).Samples, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_piece_of_a_voice_whose_level_is_not_known_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => new SentenceLevel(Wanted).Bring(new SpokenSound(Speech(0.03), EndsSentence: false, 0)));

    private static AudioBuffer Speech(double gain)
    {
        var speech = TestSpeech.Cut(TestSpeech.At(24_000), 1, 5);
        return new AudioBuffer([.. speech.Samples.Select(sample => (float)(gain * sample))], speech.SampleRate);
    }

    private static double Db(AudioBuffer speech) => 10 * Math.Log10(ActivePower.Of(speech));
}

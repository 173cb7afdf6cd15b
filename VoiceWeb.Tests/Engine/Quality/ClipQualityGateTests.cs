using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Quality;

namespace VoiceWeb.Tests.Engine.Quality;

public sealed class ClipQualityGateTests
{
    private static readonly ClipQualityGate Gate = new();

    [Theory]
    [InlineData("en-us")]
    [InlineData("en-us+f3")]
    [InlineData("de")]
    [InlineData("fr+f1")]
    public void Clear_speech_is_good_and_nearly_all_of_it_is_found(string voice)
    {
        var speech = SyntheticSpeech.InNoise(SyntheticSpeech.Say(voice), "pink", 35);
        var verdict = Gate.Assess(speech);
        Assert.True(verdict.Rating == ClipRating.Good, string.Join(" ", verdict.Reasons.Select(reason => reason.Message)));
        Assert.Empty(verdict.Reasons);
        Assert.InRange(verdict.SpeechSeconds, 0.8 * speech.Seconds, speech.Seconds);
        Assert.Equal(speech.Seconds, verdict.DurationSeconds);
        Assert.True(verdict.BandwidthHz > 9_000);
    }

    [Theory]
    [InlineData("white")]
    [InlineData("pink")]
    [InlineData("hum")]
    [InlineData("tone")]
    [InlineData("vibrato")]
    [InlineData("melody")]
    public void Noise_tones_and_music_are_refused(string kind)
    {
        foreach (var rate in new[] { 16_000, 44_100 })
        {
            var verdict = Gate.Assess(new AudioBuffer(SyntheticSpeech.Noise(kind, 12 * rate, rate, 5), rate));
            Assert.Equal(ClipRating.Refused, verdict.Rating);
            Assert.True(verdict.SpeechSeconds < 0.5, $"{verdict.SpeechSeconds:0.0} s of {kind} taken for speech");
            Assert.Contains(verdict.Reasons[0].Code, (string[])[ClipReasonCodes.NoSpeech, ClipReasonCodes.ToneOrMusic]);
        }
    }

    [Theory]
    [InlineData("white", 10, 2)]
    [InlineData("white", 20, 2)]
    [InlineData("white", 30, 3)]
    [InlineData("pink", 10, 2)]
    [InlineData("pink", 20, 2)]
    [InlineData("pink", 30, 3)]
    public void The_background_is_measured_within_a_few_decibels(string kind, double snrDb, double tolerance)
    {
        foreach (var voice in new[] { "en-us", "de+f2" })
        {
            var verdict = Gate.Assess(SyntheticSpeech.InNoise(SyntheticSpeech.Say(voice), kind, snrDb));
            Assert.Equal(snrDb, verdict.SnrDb, tolerance);
        }
    }

    [Fact]
    public void Turning_the_volume_changes_the_level_and_nothing_else()
    {
        var speech = SyntheticSpeech.InNoise(SyntheticSpeech.Say(), "pink", 22);
        var loud = Gate.Assess(speech);
        var quiet = Gate.Assess(new AudioBuffer([.. speech.Samples.Select(sample => sample * 0.1f)], speech.SampleRate));
        Assert.Equal(loud.SnrDb, quiet.SnrDb, 0.05);
        Assert.Equal(loud.SpeechSeconds, quiet.SpeechSeconds, 0.05);
        Assert.Equal(loud.ClippedRatio, quiet.ClippedRatio, 1e-6);
        Assert.Equal(loud.LevelDbfs - 20, quiet.LevelDbfs, 0.05);
    }

    [Fact]
    public void More_noise_never_makes_a_better_verdict()
    {
        var before = Gate.Assess(SyntheticSpeech.InNoise(SyntheticSpeech.Say(), "white", 40));
        foreach (var snrDb in new[] { 30, 25, 20, 15, 10, 5, 0, -10 })
        {
            var verdict = Gate.Assess(SyntheticSpeech.InNoise(SyntheticSpeech.Say(), "white", snrDb));
            Assert.True(verdict.Rating >= before.Rating);
            Assert.True(verdict.SnrDb < before.SnrDb || verdict.SpeechSeconds == 0);
            before = verdict;
        }

        Assert.Equal(ClipRating.Refused, before.Rating);
    }

    [Fact]
    public void Every_reason_can_be_reached_and_says_its_number_and_a_remedy()
    {
        var speech = SyntheticSpeech.InNoise(SyntheticSpeech.Say(), "pink", 35);
        AudioBuffer Part(double seconds) => new(speech.Samples[..(int)(seconds * speech.SampleRate)], speech.SampleRate);
        AudioBuffer Louder(double gain) => new([.. speech.Samples.Select(sample => (float)(sample * gain))], speech.SampleRate);
        AudioBuffer Cut(double share)
        {
            var limit = speech.Samples.Max() * (float)share;
            return new AudioBuffer([.. speech.Samples.Select(sample => Math.Clamp(sample, -limit, limit))], speech.SampleRate);
        }

        var silence = new float[3 * speech.SampleRate];
        var cases = new Dictionary<string, AudioBuffer>
        {
            [ClipReasonCodes.Silent] = new AudioBuffer(silence, speech.SampleRate),
            [ClipReasonCodes.TooShort] = Part(1.5),
            [ClipReasonCodes.NoSpeech] = new AudioBuffer(SyntheticSpeech.Noise("white", 160_000, 16_000, 2), 16_000),
            [ClipReasonCodes.ToneOrMusic] = new AudioBuffer(SyntheticSpeech.Noise("tone", 160_000, 16_000, 2), 16_000),
            [ClipReasonCodes.TooLittleSpeech] = new AudioBuffer([.. silence, .. Part(2).Samples, .. silence], speech.SampleRate),
            [ClipReasonCodes.LittleSpeech] = Part(6),
            [ClipReasonCodes.TooNoisy] = SyntheticSpeech.InNoise(SyntheticSpeech.Say(), "pink", 4),
            [ClipReasonCodes.Noisy] = SyntheticSpeech.InNoise(SyntheticSpeech.Say(), "pink", 14),
            [ClipReasonCodes.TooClipped] = Cut(0.2),
            [ClipReasonCodes.Clipped] = Cut(0.6),
            [ClipReasonCodes.TooQuiet] = Louder(0.001),
            [ClipReasonCodes.Quiet] = Louder(0.03),
            [ClipReasonCodes.NarrowBand] = Resampler.Convert(Resampler.Convert(speech, 8_000), 48_000),
        };

        Assert.Equal(ClipReasonCodes.All.Order(), cases.Keys.Order());
        foreach (var (code, audio) in cases)
        {
            var verdict = Gate.Assess(audio);
            var reason = verdict.Reasons.FirstOrDefault(reason => reason.Code == code);
            Assert.True(reason is not null, $"{code}: got {string.Join(", ", verdict.Reasons.Select(other => other.Code))}");
            Assert.Equal(reason.Refuses, reason.Code is not (ClipReasonCodes.LittleSpeech or ClipReasonCodes.Noisy
                or ClipReasonCodes.Clipped or ClipReasonCodes.Quiet or ClipReasonCodes.NarrowBand));
            Assert.Equal(reason.Refuses ? ClipRating.Refused : verdict.Rating, verdict.Rating);
            Assert.True(code == ClipReasonCodes.Silent || reason.Message.Any(char.IsAsciiDigit), reason.Message);
            Assert.True(reason.Message.Count(letter => letter == '.') >= 2, reason.Message); // a finding and a remedy
            Assert.True(verdict.Reasons.SkipWhile(other => other.Refuses).All(other => !other.Refuses)); // the gravest first
        }
    }

    [Fact]
    public void Limits_are_the_operator_s()
    {
        var speech = SyntheticSpeech.InNoise(SyntheticSpeech.Say(), "pink", 14);
        var strict = new ClipQualityGate(new ClipQualityOptions { MinSnrDb = 18 });
        var lenient = new ClipQualityGate(new ClipQualityOptions { GoodSnrDb = 10 });
        Assert.Equal(ClipRating.Refused, strict.Assess(speech).Rating);
        Assert.Equal(ClipRating.Good, lenient.Assess(speech).Rating);
    }

    [Fact]
    public void Nothing_at_all_is_refused_and_cancelling_stops()
    {
        var verdict = Gate.Assess(new AudioBuffer([], 16_000));
        Assert.Equal(ClipRating.Refused, verdict.Rating);
        Assert.Equal(ClipReasonCodes.Silent, verdict.Reasons[0].Code);
        Assert.Throws<OperationCanceledException>(() => Gate.Assess(SyntheticSpeech.Say(), new CancellationToken(true)));
    }
}

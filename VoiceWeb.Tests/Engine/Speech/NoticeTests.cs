using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Labels;
using VoiceWeb.Engine.Speech;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Tests.Engine.GptSovits;
using VoiceWeb.Tests.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Speech;

/// <summary>What a listener hears of a recording's being generated: its rhythm, level, words and place, and that it is marked.</summary>
public sealed class NoticeTests : IDisposable
{
    private const int Rate = 24_000;
    private const string Text = "Good morning. Good day. Good night.";

    private static readonly NoticeVoice Voice = new(new BaseSpeech(new EspeakProcess()));

    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-notice-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(16_000)]
    [InlineData(24_000)]
    [InlineData(44_100)]
    public void The_rhythm_is_short_long_short_short_at_800_hertz(int rate)
    {
        var rhythm = NoticeRhythm.Make(rate, -24);

        // Lengths of tone and silence by turns, in milliseconds, as an ear with a time constant of a few milliseconds finds them.
        Assert.Equal([80, 80, 240, 240, 80, 80, 80], Stretches(rhythm).Select(ms => (int)(20 * Math.Round(ms / 20.0))));
        Assert.All(Stretches(rhythm).Zip([80, 80, 240, 240, 80, 80, 80]), pair => Assert.InRange(pair.First, pair.Second - 6, pair.Second + 6));
        Assert.Equal(0.88, rhythm.Seconds, 3);

        var tone = rhythm.Samples.AsSpan((int)(0.18 * rate), (int)(0.2 * rate));
        Assert.InRange(Level(tone), -24.1, -23.9);
        var crossings = 0;
        for (var i = 1; i < tone.Length; i++)
        {
            crossings += tone[i - 1] < 0 && tone[i] >= 0 ? 1 : 0;
        }

        Assert.InRange(crossings / 0.2, 795, 805);
        Assert.True(Math.Abs(rhythm.Samples[0]) < 1e-4 && Math.Abs(rhythm.Samples[^1]) < 1e-3, "must not click");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task The_words_are_short_and_as_loud_as_the_speech(string language)
    {
        var words = await Voice.SayAsync(NoticeKind.Spoken, language, Rate, -23, Token);

        Assert.InRange(words.Seconds, 0.5, 1.5);
        Assert.InRange(10 * Math.Log10(ActivePower.Of(words)), -23.5, -22.5);
        Assert.NotEqual(words.Samples, (await Voice.SayAsync(NoticeKind.Spoken, language == "en" ? "zh" : "en", Rate, -23, Token)).Samples);
    }

    [Theory]
    [InlineData(NoticePlace.Start, 0, false)]
    [InlineData(NoticePlace.Middle, 1, false)]
    [InlineData(NoticePlace.End, 2, true)]
    public async Task It_stands_where_the_school_wants_it_whatever_speed_pitch_and_voice_are_asked_for(NoticePlace place, int sentence, bool after)
    {
        var words = await Voice.SayAsync(NoticeKind.Spoken, "en", Rate, -23, Token);
        var without = await SpeakAsync(AudibleNotice.None, new SpeechSettings());
        var with = await SpeakAsync(new AudibleNotice(NoticeKind.Spoken, place), new SpeechSettings { Speed = 2, PitchSemitones = 5 });

        Assert.Equal([0, 1, 2], with.Select(part => part.Index));
        for (var i = 0; i < with.Count; i++)
        {
            var longer = with[i].Audio.Audio.Samples.Length - without[i].Audio.Audio.Samples.Length;
            Assert.Equal(i == sentence ? words.Samples.Length + (int)(0.3 * Rate) : 0, longer);
            Assert.Equal(without[i].TextStart, with[i].TextStart);
        }

        var part = with[sentence].Audio.Audio.Samples;
        var heard = after ? part[^words.Samples.Length..] : part[..words.Samples.Length];
        // The words of the neutral voice themselves: all that was added to them is the mark, 15 dB and more below.
        var mark = heard.Zip(words.Samples, (marked, plain) => marked - plain).ToArray();
        Assert.InRange(Level(mark), -60, Level(words.Samples) - 15);
    }

    [Fact]
    public async Task It_is_marked_as_the_rest_is_and_leaves_the_whole_readable()
    {
        var parts = await SpeakAsync(new AudibleNotice(NoticeKind.Rhythm, NoticePlace.Start), new SpeechSettings());
        var whole = new AudioBuffer([.. parts.SelectMany(part => part.Audio.Audio.Samples)], Rate);
        var rhythm = NoticeRhythm.Make(Rate, -24);

        var found = new WatermarkDetector([TestSpeech.Key]).Detect(whole, new TestLedger(1_000, TestSpeech.Id), null, Token);

        Assert.Equal((WatermarkVerdict.Marked, TestSpeech.Id), (found.Verdict, found.Id));
        Assert.All([(0.0, 0.08), (0.16, 0.24)], tone =>
        {
            var at = (int)(tone.Item1 * Rate);
            var length = (int)(tone.Item2 * Rate);
            var mark = whole.Samples.Skip(at).Take(length).Zip(rhythm.Samples.Skip(at), (marked, plain) => marked - plain).ToArray();
            Assert.InRange(Level(mark), -80, -36);
        });
    }

    [Fact]
    public async Task Where_it_cannot_be_spoken_nothing_is()
    {
        var dumb = new NoticeVoice(new BaseSpeech(new EspeakProcess("no-such-program")));
        await Assert.ThrowsAsync<EngineUnavailableException>(() => SpeakAsync(new AudibleNotice(NoticeKind.Spoken, NoticePlace.Start), new SpeechSettings(), dumb));
    }

    [Fact]
    public void The_middle_of_one_sentence_is_its_start() =>
        Assert.Equal(new NoticePlacement(0, false), NoticePlacement.Of(NoticePlace.Middle, "Good day.", [new Sentence("Good day.", 0, "en")]));

    private static double Level(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += (double)sample * sample;
        }

        return 10 * Math.Log10((sum / samples.Length) + 1e-20);
    }

    /// <summary>How long sound and silence last by turns, in ms: sound is where 2 ms hold a tenth of the loudest 2 ms.</summary>
    private static List<double> Stretches(AudioBuffer audio)
    {
        var step = audio.SampleRate / 500;
        var powers = audio.Samples.Chunk(step).Select(piece => piece.Sum(sample => (double)sample * sample)).ToArray();
        var sounds = powers.Select(power => power > 0.1 * powers.Max()).ToArray();
        var stretches = new List<double>();
        var first = Array.IndexOf(sounds, true);
        for (var i = first; i <= Array.LastIndexOf(sounds, true); i++)
        {
            if (i > first && sounds[i] == sounds[i - 1])
            {
                stretches[^1] += 1000.0 * step / audio.SampleRate;
            }
            else
            {
                stretches.Add(1000.0 * step / audio.SampleRate);
            }
        }

        return stretches;
    }

    private async Task<List<SpokenPart>> SpeakAsync(AudibleNotice notice, SpeechSettings settings, NoticeVoice? voice = null)
    {
        using var imported = new GptSovitsVoiceModels(new ModelLibrary(_folder), NetworkRun.Sessions, new TextFrontEnd());
        var engine = new SpeechEngine([new SpeechOfTheTests(Rate, apart: 3)], imported, new TextFrontEnd(), new Watermarker(TestSpeech.Key), voice ?? Voice);
        var request = new SpeechRequest(Text, "en", new VoiceReference("test", default), TestSpeech.Id, settings) { Notice = notice };
        var parts = new List<SpokenPart>();
        await foreach (var part in engine.SpeakAsync(request, Token))
        {
            parts.Add(part);
        }

        return parts;
    }
}

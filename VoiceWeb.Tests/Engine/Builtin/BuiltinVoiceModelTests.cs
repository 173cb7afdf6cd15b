using System.Collections.Concurrent;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class BuiltinVoiceModelTests
{
    private static readonly BuiltinVoiceModel Model = new();

    // Learned once for all tests: a voice does not change by being used.
    private static readonly ConcurrentDictionary<string, Task<AudioBuffer>> Clips = new();
    private static readonly ConcurrentDictionary<(string Voice, bool WithTranscript), Task<FittedVoice>> Voices = new();

    private static readonly Sentence[] Text =
        [new("The young girl gave the horse a piece of bread.", 0, "en"), new("Would you like some, too?", 48, "en")];

    [Theory]
    [InlineData(SyntheticSpeaker.High, true)]
    [InlineData(SyntheticSpeaker.Low, true)]
    [InlineData(SyntheticSpeaker.High, false)]
    public async Task Speech_has_pitch_and_spectrum_of_the_clip(string voice, bool withTranscript)
    {
        var token = TestContext.Current.CancellationToken;
        var clip = await ClipAsync(voice);
        var fitted = await FittedAsync(voice, withTranscript);
        var speech = Join(await SpeakAsync(fitted.Voice, new SpeechSettings()));

        var cents = 1_200 * Math.Log2(SyntheticSpeaker.MedianPitch(speech, token) / SyntheticSpeaker.MedianPitch(clip, token));
        Assert.InRange(cents, -60, 60);
        var analyzer = new SpeechAnalyzer();
        VoiceMeasure target = VoiceMeasure.Of(clip, analyzer.TrackPitch(clip, token), token);
        VoiceMeasure spoken = VoiceMeasure.Of(speech, analyzer.TrackPitch(speech, token), token);
        Assert.InRange(VoiceMeasure.Distance(target, spoken, new BandLimit(0, 7_800)), 0, 4.5); // two sentences against five: other sounds
        Assert.InRange(fitted.Report.Likeness!.Value, 0.7, 1);
        Assert.Equal(withTranscript, fitted.Report.UsedTranscript);
        Assert.Equal(["clip-spectrum", "voice-spectrum", "clip-pitch", "voice-pitch"], fitted.Report.Pictures.Select(p => p.Name));
        Assert.All(fitted.Report.Pictures, picture => Assert.Equal(picture.X.Count, picture.Y.Count));
    }

    [Fact]
    public async Task Speed_pitch_level_and_seed_do_what_they_say()
    {
        var token = TestContext.Current.CancellationToken;
        var voice = (await FittedAsync(SyntheticSpeaker.High, withTranscript: false)).Voice;
        var plain = await SpeakAsync(voice, new SpeechSettings());
        var again = await SpeakAsync(voice, new SpeechSettings());
        var fast = Join(await SpeakAsync(voice, new SpeechSettings { Speed = 1.5 }));
        var high = Join(await SpeakAsync(voice, new SpeechSettings { PitchSemitones = 3, LevelDbfs = -30 }));
        var other = await SpeakAsync(voice, new SpeechSettings { Seed = 1 });

        Assert.Equal(plain[1].Samples, again[1].Samples);
        Assert.NotEqual(plain[1].Samples, other[1].Samples);
        Assert.InRange(Join(plain).Seconds / fast.Seconds, 1.47, 1.53);
        var semitones = 12 * Math.Log2(SyntheticSpeaker.MedianPitch(high, token) / SyntheticSpeaker.MedianPitch(Join(plain), token));
        Assert.InRange(semitones, 2.7, 3.3);
        Assert.All(plain, part => Assert.InRange(SpeechLevel.Measure(part.Samples, part.SampleRate), -23.5, -22.5));
        Assert.InRange(SpeechLevel.Measure(high.Samples, high.SampleRate), -30.5, -29.5);

        var alone = await ToListAsync(Model.SpeakAsync(voice, [Text[1]], new SpeechSettings(), token));
        Assert.Equal(plain[1].Samples, alone[0].Samples);
    }

    [Fact]
    public async Task Mandarin_with_English_in_it_is_spoken_by_a_voice_that_never_said_any()
    {
        var token = TestContext.Current.CancellationToken;
        var clip = await ClipAsync(SyntheticSpeaker.High);
        var voice = (await FittedAsync(SyntheticSpeaker.High, withTranscript: true)).Voice;
        var parts = await ToListAsync(Model.SpeakAsync(
            voice, [new Sentence("我们今天用 Windows 上课，大家都很高兴。", 0, "zh")], new SpeechSettings(), token));
        Assert.InRange(parts[0].Seconds, 2, 9);
        var cents = 1_200 * Math.Log2(SyntheticSpeaker.MedianPitch(parts[0], token) / SyntheticSpeaker.MedianPitch(clip, token));
        Assert.InRange(cents, -200, 200); // one sentence of a tone language: its own tones move the median
    }

    [Fact]
    public async Task The_base_speech_fitted_to_itself_needs_no_warp()
    {
        var clip = await SyntheticSpeaker.SayAsync("en-us", SyntheticSpeaker.Transcript, TestContext.Current.CancellationToken);
        var report = (await FitAsync(clip, SyntheticSpeaker.Transcript)).Report;
        Assert.InRange(report.WarpFactor!.Value, 0.98, 1.02);
        Assert.InRange(report.RateFactor!.Value, 1.02, 1.12); // the clip reads 150 words a minute, the base 160
        Assert.InRange(report.Likeness!.Value, 0.85, 1);
    }

    [Fact]
    public async Task A_transcript_of_other_words_is_noticed_and_left_aside()
    {
        var clip = await ClipAsync(SyntheticSpeaker.High);
        const string Other = "Nobody who owns a yellow umbrella should ever walk through thunder without thinking about Margaret. "
            + "Four thousand miles of fog, a yoghurt, and no jazz: that was our voyage. Judges zigzag through azure oil. ";
        var report = (await FitAsync(clip, Other + Other + Other)).Report;
        Assert.False(report.UsedTranscript);
        Assert.Contains("words do not fit", report.Notes[0].English);
    }

    [Fact]
    public async Task Too_little_speech_is_refused_with_the_seconds_found()
    {
        var clip = await SyntheticSpeaker.SayAsync(SyntheticSpeaker.Low, "Only this.", TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<VoiceFitException>(() => FitAsync(clip, null));
        Assert.Equal("too-short", refusal.Reason);
        Assert.Contains("3 seconds of speech are needed, this has ", refusal.Message);
    }

    [Fact]
    public async Task Silence_and_noise_are_refused()
    {
        var silence = await Assert.ThrowsAsync<VoiceFitException>(() => FitAsync(new AudioBuffer(new float[480_000], 48_000), null));
        Assert.Equal("silent", silence.Reason);
        var noise = new SeededNoise(9);
        var hiss = new AudioBuffer([.. Enumerable.Range(0, 160_000).Select(_ => (float)(0.1 * noise.Next()))], 16_000);
        Assert.Equal("too-noisy", (await Assert.ThrowsAsync<VoiceFitException>(() => FitAsync(hiss, null))).Reason);
    }

    [Fact]
    public async Task A_noisy_clip_is_used_and_the_user_is_told()
    {
        var token = TestContext.Current.CancellationToken;
        var clip = await ClipAsync(SyntheticSpeaker.High);
        var noise = new SeededNoise(4);
        var level = Math.Pow(10, (SpeechLevel.Measure(clip.Samples, clip.SampleRate) - 15) / 20);
        var noisy = new AudioBuffer([.. clip.Samples.Select(x => x + (float)(level * noise.Next()))], clip.SampleRate);
        var fitted = await FitAsync(noisy, null);
        Assert.Contains(fitted.Report.Notes, note => note.English.Contains("noise", StringComparison.Ordinal));
        Assert.InRange(fitted.Report.MedianPitchHz!.Value / SyntheticSpeaker.MedianPitch(clip, token), 0.95, 1.05);
    }

    [Fact]
    public async Task A_telephone_clip_gives_a_voice_with_a_top_of_its_own()
    {
        var token = TestContext.Current.CancellationToken;
        var clip = await ClipAsync(SyntheticSpeaker.High);
        var narrow = Resampler.Convert(Resampler.Convert(clip, 8_000), AnalysisGrid.SampleRate);
        var fitted = await FitAsync(narrow, null);
        Assert.Contains(fitted.Report.Notes, note => note.English.Contains("telephone", StringComparison.Ordinal));
        var speech = Join(await SpeakAsync(fitted.Voice, new SpeechSettings()));
        var spectrum = VoiceMeasure.Of(speech, new SpeechAnalyzer().TrackPitch(speech, token), token).SpectrumDb;
        var top = spectrum.Where((_, b) => VoiceMeasure.BandsHz[b] is > 5_000 and < 7_000).Average();
        var middle = spectrum.Where((_, b) => VoiceMeasure.BandsHz[b] is > 2_000 and < 3_500).Average();
        Assert.InRange(middle - top, -5, 40); // an empty top would lie 60 dB below
    }

    [Fact]
    public async Task Sentences_sound_the_same_on_one_thread_and_on_eight_and_join_without_a_click()
    {
        var token = TestContext.Current.CancellationToken;
        var voice = (await FittedAsync(SyntheticSpeaker.High, withTranscript: true)).Voice;
        var alone = await SpeakAsync(voice, new SpeechSettings());
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => ToListAsync(Model.SpeakAsync(voice, [Text[i % 2]], new SpeechSettings(), token)), token)));
        for (var i = 0; i < together.Length; i++)
        {
            Assert.Equal(alone[i % 2].Samples, together[i][0].Samples);
        }

        // A jump at a joint would be a click; speech itself moves by more than this between two samples.
        Assert.All(alone, part => Assert.InRange(Math.Max(Math.Abs(part.Samples[0]), Math.Abs(part.Samples[^1])), 0, 1e-4));
        Assert.All(alone, part => Assert.InRange(part.Samples.Zip(part.Samples.Skip(1), (a, b) => Math.Abs(a - b)).Take(240).Max(), 0, 0.05));
        var levels = alone.Select(part => SpeechLevel.Measure(part.Samples, part.SampleRate)).ToList();
        Assert.InRange(levels.Max() - levels.Min(), 0, 1);
    }

    [Fact]
    public async Task A_whispered_clip_becomes_a_whispering_voice_and_the_user_is_told()
    {
        var token = TestContext.Current.CancellationToken;
        var frames = new SpeechAnalyzer().Analyze(await ClipAsync(SyntheticSpeaker.High), withAperiodicity: false, token);
        var breath = new FrameMatrix(frames.Count, Aperiodicity.PointsHz.Length);
        breath.Values.AsSpan().Fill(1);
        var whispered = new AudioBuffer(
            new VocoderSynthesis().Render(new ParameterTrack(new double[frames.Count], frames.LogMel, breath, AnalysisGrid.FrameSamples, 0), 3, token),
            AnalysisGrid.SampleRate);
        var fitted = await FitAsync(whispered, SyntheticSpeaker.Transcript);
        Assert.Contains(fitted.Report.Notes, note => note.English.Contains("whispers", StringComparison.Ordinal));
        Assert.Null(fitted.Report.MedianPitchHz);
        var speech = Join(await SpeakAsync(fitted.Voice, new SpeechSettings()));
        var voiced = new SpeechAnalyzer().TrackPitch(speech, token).Count(hz => hz > 0);
        Assert.InRange((double)voiced / AnalysisGrid.FramesOf(speech.Samples.Length), 0, 0.25); // here and there a period is found in noise, in speech 0.7
    }

    [Fact]
    public async Task A_voice_survives_its_bytes_and_damaged_bytes_are_refused()
    {
        var bytes = (await FittedAsync(SyntheticSpeaker.Low, withTranscript: true)).Voice.Profile.ToArray();
        Assert.Equal(bytes, ProfileFile.Write(ProfileFile.Read(bytes)));
        Assert.Throws<InvalidDataException>(() => ProfileFile.Read(bytes.AsMemory(0, bytes.Length / 2)));
        Assert.Throws<InvalidDataException>(() => ProfileFile.Read(new byte[64]));
        var broken = (byte[])bytes.Clone();
        BitConverter.GetBytes(float.NaN).CopyTo(broken, 200);
        Assert.Throws<InvalidDataException>(() => ProfileFile.Read(broken));
    }

    [Fact]
    public async Task A_voice_of_the_version_before_still_speaks()
    {
        var bytes = (await FittedAsync(SyntheticSpeaker.Low, withTranscript: true)).Voice.Profile.ToArray();
        const int Equaliser = 8 + 4 + 7 * sizeof(double), Length = MelAxis.Points * sizeof(float);
        byte[] before = [.. bytes.AsSpan(0, 8), .. BitConverter.GetBytes(2), .. bytes.AsSpan(12, Equaliser + Length - 12), .. bytes.AsSpan(Equaliser + 2 * Length)];
        var profile = ProfileFile.Read(before);
        Assert.Equal(ProfileFile.Read(bytes).Equaliser, profile.HissEqualiser);
        Assert.NotEqual(ProfileFile.Read(bytes).HissEqualiser, profile.HissEqualiser);
        Assert.Equal(ProfileFile.Read(bytes).NoiseOffsetDb, profile.NoiseOffsetDb);
    }

    private static Task<AudioBuffer> ClipAsync(string voice) => Clips.GetOrAdd(
        voice, name => SyntheticSpeaker.SayAsync(name, SyntheticSpeaker.Transcript, CancellationToken.None, name == SyntheticSpeaker.High ? 65 : 30));

    private static Task<FittedVoice> FittedAsync(string voice, bool withTranscript) => Voices.GetOrAdd((voice, withTranscript), async key =>
        await Model.FitAsync(
            new VoiceFitRequest(
                "builtin", [new FitClip(await ClipAsync(key.Voice), key.WithTranscript ? SyntheticSpeaker.Transcript : null)], "auto"),
            null,
            CancellationToken.None));

    private static Task<FittedVoice> FitAsync(AudioBuffer clip, string? transcript) => Model.FitAsync(
        new VoiceFitRequest("builtin", [new FitClip(clip, transcript)], "auto"), null, TestContext.Current.CancellationToken);

    private static Task<List<AudioBuffer>> SpeakAsync(VoiceReference voice, SpeechSettings settings) =>
        ToListAsync(Model.SpeakAsync(voice, Text, settings, TestContext.Current.CancellationToken));

    private static async Task<List<AudioBuffer>> ToListAsync(IAsyncEnumerable<AudioBuffer> parts)
    {
        var list = new List<AudioBuffer>();
        await foreach (var part in parts)
        {
            list.Add(part);
        }

        return list;
    }

    private static AudioBuffer Join(List<AudioBuffer> parts) => new([.. parts.SelectMany(part => part.Samples)], parts[0].SampleRate);
}

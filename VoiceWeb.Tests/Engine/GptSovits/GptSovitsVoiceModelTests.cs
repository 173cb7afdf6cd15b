using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>The whole way from a recording to speech with a tiny model of random weights: what it says is noise, but it obeys every law.</summary>
public sealed class GptSovitsVoiceModelTests(TinyModel tiny) : IClassFixture<TinyModel>
{
    private static readonly Sentence[] Sentences =
    [
        new("今天天气很好。", 0, "zh"), new("We walk in the park.", 7, "en"), new("你好！", 27, "zh"), new("月亮出来了，我们回家吧。", 30, "zh"), new("Good night", 42, "en"),
    ];

    [Fact]
    public async Task A_voice_is_made_and_speaks()
    {
        using var model = Open();
        var fitted = await FitAsync(model, "今天天气很好。");
        var parts = await SpeakAsync(model, fitted.Voice, Sentences, new SpeechSettings { Seed = 5 });

        Assert.True(fitted.Report.UsedTranscript);
        Assert.Equal(Sentences.Length, parts.Count);
        Assert.All(parts, part =>
        {
            Assert.Equal(32_000, part.SampleRate);
            Assert.Equal(0, part.Samples.Length % 1280);
            Assert.True(part.Seconds >= 11 / 25.0, "a sentence has at least eleven codes");
            Assert.All(part.Samples, sample => Assert.InRange(sample, -1f, 1f));
            Assert.Contains(part.Samples, sample => Math.Abs(sample) > 1e-4f);
        });
    }

    [Fact]
    public async Task A_sentence_has_the_same_samples_alone_and_among_others_and_others_with_another_seed()
    {
        using var model = Open();
        var voice = (await FitAsync(model, null)).Voice;
        var together = await SpeakAsync(model, voice, Sentences, new SpeechSettings { Seed = 5 });
        for (var i = 0; i < Sentences.Length; i++)
        {
            var alone = Assert.Single(await SpeakAsync(model, voice, [Sentences[i]], new SpeechSettings { Seed = 5 }));
            Assert.Equal(alone.Samples, together[i].Samples);
        }

        var other = Assert.Single(await SpeakAsync(model, voice, [Sentences[0]], new SpeechSettings { Seed = 6 }));
        Assert.NotEqual(together[0].Samples, other.Samples);
    }

    [Fact]
    public async Task Faster_speech_is_shorter()
    {
        using var model = Open();
        var voice = (await FitAsync(model, null)).Voice;
        var plain = Assert.Single(await SpeakAsync(model, voice, [Sentences[0]], new SpeechSettings()));
        var fast = Assert.Single(await SpeakAsync(model, voice, [Sentences[0]], new SpeechSettings { Speed = 1.5 }));

        Assert.Equal(plain.Seconds / 1.5, fast.Seconds, 0.05);
    }

    [Fact]
    public async Task A_voice_survives_storage_and_a_damaged_or_foreign_one_is_refused()
    {
        using var model = Open();
        var voice = (await FitAsync(model, "今天天气很好。")).Voice;
        var copy = GptVoice.Read(voice.Profile);
        Assert.Equal(voice.Profile.ToArray(), copy.ToBytes());
        Assert.True(copy.Prompt.Length > 75);
        Assert.Equal(copy.PromptText.Phones.Length * 1024, copy.PromptText.Bert.Length);

        Assert.Throws<EngineUnavailableException>(() => GptVoice.Read(voice.Profile[..100]));
        Assert.Throws<EngineUnavailableException>(() => GptVoice.Read(new byte[40]));
        var foreign = new VoiceReference(model.Name, (copy with { ModelKey = new string('0', 64) }).ToBytes());
        var error = await Assert.ThrowsAsync<EngineUnavailableException>(() => SpeakAsync(model, foreign, Sentences, new SpeechSettings()));
        Assert.Contains("another SoVITS file", error.Message);
    }

    [Fact]
    public async Task Too_little_speech_pitch_and_unknown_letters_are_refused_in_words()
    {
        using var model = Open();
        var error = await Assert.ThrowsAsync<VoiceFitException>(() => model.FitAsync(
            new VoiceFitRequest(model.Name, [new FitClip(Noise(1), null)], "zh"), null, TestContext.Current.CancellationToken));
        Assert.Equal("too-short", error.Reason);

        var voice = (await FitAsync(model, null)).Voice;
        await Assert.ThrowsAsync<UnspeakableTextException>(() => SpeakAsync(model, voice, Sentences, new SpeechSettings { PitchSemitones = 2 }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_window_equals_its_part_of_the_whole(int seed)
    {
        using var model = new LoadedModel(tiny.Library.Existing(TinyModel.Name), NetworkRun.Sessions);
        using var voices = Open();
        var voice = GptVoice.Read((await FitAsync(voices, null)).Voice.Profile);
        var decoder = new WaveformDecoder(model);
        var random = new Random(seed);
        var codes = Enumerable.Range(0, 90).Select(_ => (long)random.Next(1024)).ToArray();
        var latent = decoder.Latent(codes, [10, 20, 30, 40], voice, 1, 3, TestContext.Current.CancellationToken);
        var whole = decoder.Window(latent, 180, 0, 180, voice, TestContext.Current.CancellationToken);

        for (var cut = 0; cut < 6; cut++)
        {
            var from = random.Next(179);
            var to = random.Next(from + 1, 181);
            var window = decoder.Window(latent, 180, from, to, voice, TestContext.Current.CancellationToken);
            Assert.Equal((to - from) * 640, window.Length);
            for (var i = 0; i < window.Length; i++)
            {
                Assert.Equal(whole[from * 640 + i], window[i], 2e-6f);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(25)]
    [InlineData(38)]
    [InlineData(120)]
    public async Task A_sentence_is_the_same_taken_window_by_window_and_as_a_whole(int codeCount)
    {
        using var model = new LoadedModel(tiny.Library.Existing(TinyModel.Name), NetworkRun.Sessions);
        using var voices = Open();
        var voice = GptVoice.Read((await FitAsync(voices, null)).Voice.Profile);
        var decoder = new WaveformDecoder(model);
        var codes = Enumerable.Range(0, codeCount).Select(i => (long)(i * 37 % 1024)).ToArray();

        var windows = decoder.Stream(codes, [10, 20, 30], voice, 1, 3, TestContext.Current.CancellationToken).ToList();
        var whole = decoder.Decode(codes, [10, 20, 30], voice, 1, 3, TestContext.Current.CancellationToken);

        Assert.Equal(whole, windows.SelectMany(window => window.Samples));
        Assert.Equal(codeCount * 1280, whole.Length);
        Assert.InRange(windows[0].Samples.Length, 1, 50 * 640);
        Assert.All(windows.Skip(1), window => Assert.True(window.Samples.Length > 25 * 640, "no crumbs"));
    }

    [Fact]
    public async Task The_first_sentence_comes_in_pieces_that_are_the_whole_and_only_the_first()
    {
        using var model = Open();
        var voice = (await FitAsync(model, null)).Voice;
        Sentence[] text = [new("今天天气很好，我们一起去公园散步，[pause:0.2s]再去喝一杯茶。", 0, "zh"), .. Sentences];
        var settings = new SpeechSettings { Seed = 5 };
        var pieces = new List<SpokenSound>();
        await foreach (var sound in model.StreamAsync(voice, text, settings, TestContext.Current.CancellationToken))
        {
            pieces.Add(sound);
        }

        var first = pieces.TakeWhile(piece => !piece.EndsSentence).Count() + 1;
        var whole = await SpeakAsync(model, voice, text, settings);
        Assert.True(first > 1, "a long sentence comes in several pieces");
        Assert.Equal(whole[0].Samples, pieces.Take(first).SelectMany(piece => piece.Audio.Samples));
        Assert.All(pieces.Take(first), piece => Assert.True(piece.VoicePower > 0));
        Assert.Equal(whole.Skip(1).Select(speech => speech.Samples), pieces.Skip(first).Select(piece => piece.Audio.Samples));
        Assert.All(pieces.Skip(first), piece => Assert.True(piece.EndsSentence));
    }

    [Fact]
    public async Task A_long_sentence_is_its_first_clause_and_the_rest_wherever_it_stands()
    {
        using var model = Open();
        var voice = (await FitAsync(model, null)).Voice;
        var settings = new SpeechSettings { Seed = 5 };
        const string Clause = "今天早上天气很好，", Rest = "我们一家人带着风筝和午饭一起去了城外的公园散步。";
        Sentence whole = new(Clause + Rest, 0, "zh");
        var (clause, rest) = (await SpeakAsync(model, voice, [new(Clause, 0, "zh")], settings), await SpeakAsync(model, voice, [new(Rest, 0, "zh")], settings));
        var spoken = await SpeakAsync(model, voice, [whole, Sentences[0], whole], settings);

        Assert.Equal([.. clause[0].Samples, .. rest[0].Samples], spoken[0].Samples);
        Assert.Equal(spoken[0].Samples, spoken[2].Samples);
    }

    [Fact]
    public async Task A_pause_inside_a_sentence_is_silence_between_pieces_that_are_spoken_as_alone()
    {
        using var model = Open();
        var voice = (await FitAsync(model, null)).Voice;
        var settings = new SpeechSettings { Seed = 5 };
        var spoken = Assert.Single(await SpeakAsync(model, voice, [new("[pause:0.1s]今天天气很好[pause:0.5s]，我们回家吧。[pause:200ms]", 0, "zh")], settings)).Samples;
        var before = Assert.Single(await SpeakAsync(model, voice, [new("今天天气很好，", 0, "zh")], settings)).Samples;
        var after = Assert.Single(await SpeakAsync(model, voice, [new("，我们回家吧。", 0, "zh")], settings)).Samples;

        Assert.Equal([.. new float[3200], .. before, .. new float[16_000], .. after, .. new float[6400]], spoken);
    }

    [Fact]
    public async Task Styles_are_learned_from_stretches_and_chosen_in_the_text()
    {
        using var model = Open();
        var request = new VoiceFitRequest(model.Name, [new FitClip(Noise(4), null), new FitClip(Noise(14), null)], "zh")
        {
            References = [new FitReference(1, 2, 5, "月亮出来了。", null), new FitReference(1, 8.5, 4, null, null), new FitReference(0, 0, 4, "你好！", "happy")],
        };
        var fitted = await model.FitAsync(request, null, TestContext.Current.CancellationToken);
        Assert.True(fitted.Report.UsedTranscript);
        var voice = GptVoice.Read(fitted.Voice.Profile);
        Assert.Equal(fitted.Voice.Profile.ToArray(), voice.ToBytes());
        Assert.Equal(["happy"], voice.Slots.Keys);
        Assert.NotEqual(voice.TextStyle, voice.Slots["happy"].TextStyle);
        Assert.True(voice.Power > 0 && voice.Slots["happy"].Power > 0);

        var settings = new SpeechSettings { Seed = 5 };
        var plain = Assert.Single(await SpeakAsync(model, fitted.Voice, [Sentences[0]], settings)).Samples;
        var happy = Assert.Single(await SpeakAsync(model, fitted.Voice, [Sentences[0] with { Slot = "happy" }], settings)).Samples;
        Assert.NotEqual(plain, happy);
        var mixed = Assert.Single(await SpeakAsync(model, fitted.Voice, [new("今天天气很好。[slot:happy]今天天气很好。[/slot]", 0, "zh")], settings)).Samples;
        Assert.Equal([.. plain, .. happy], mixed);

        var error = await Assert.ThrowsAsync<UnspeakableTextException>(() => SpeakAsync(model, fitted.Voice, [Sentences[0] with { Slot = "sad" }], settings));
        Assert.Equal("style-unknown", error.Reason);
        Assert.Contains("happy", error.Message);
    }

    [Theory]
    [InlineData(0, 2, 2.5, "reference-length")]
    [InlineData(0, 0, 11, "reference-length")]
    [InlineData(0, 12, 4, "reference-outside")]
    [InlineData(3, 0, 4, "reference-gone")]
    public async Task A_stretch_that_does_not_fit_is_refused(int clip, double start, double seconds, string reason)
    {
        using var model = Open();
        var request = new VoiceFitRequest(model.Name, [new FitClip(Noise(14), null)], "zh") { References = [new FitReference(clip, start, seconds, null, null)] };
        var error = await Assert.ThrowsAsync<VoiceFitException>(() => model.FitAsync(request, null, TestContext.Current.CancellationToken));
        Assert.Equal(reason, error.Reason);
    }

    [Fact]
    public async Task Leaving_early_gives_the_model_back_and_cancelling_stops()
    {
        using var model = Open();
        var voice = (await FitAsync(model, null)).Voice;
        await foreach (var part in model.SpeakAsync(voice, Sentences, new SpeechSettings { Seed = 5 }, TestContext.Current.CancellationToken))
        {
            Assert.NotEmpty(part.Samples);
            break;
        }

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in model.SpeakAsync(voice, Sentences, new SpeechSettings { Seed = 5 }, stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        // Still usable, and closed without waiting once nobody speaks.
        Assert.Equal(Sentences.Length, (await SpeakAsync(model, voice, Sentences, new SpeechSettings { Seed = 5 })).Count);
        model.Dispose();
        await Assert.ThrowsAsync<EngineUnavailableException>(() => SpeakAsync(model, voice, Sentences, new SpeechSettings()));
    }

    [Fact]
    public async Task A_model_of_an_earlier_import_speaks_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("voiceweb-earlier-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(tiny.Library.Existing(TinyModel.Name)))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            // Before steps, prefill and vocoder were made by hand there were graphs alone, and the description told dilations.
            File.Delete(Path.Combine(folder, "t2s-step.bin"));
            File.Delete(Path.Combine(folder, "vocoder.bin"));
            var description = Path.Combine(folder, ModelManifest.FileName);
            File.WriteAllText(description, File.ReadAllText(description).Replace("\"Rates\":", "\"Dilations\": [1, 3, 5], \"Rates\":", StringComparison.Ordinal));
            using var now = Open();
            using var earlier = new GptSovitsVoiceModel(now.Name, folder, NetworkRun.Sessions, new TextFrontEnd());
            var voice = (await FitAsync(now, null)).Voice;

            var a = Assert.Single(await SpeakAsync(now, voice, Sentences[..1], new SpeechSettings { Seed = 5 }));
            var b = Assert.Single(await SpeakAsync(earlier, voice, Sentences[..1], new SpeechSettings { Seed = 5 }));
            Assert.Equal(a.Samples.Length, b.Samples.Length);
            Assert.All(a.Samples.Zip(b.Samples), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_model_for_little_memory_has_a_smaller_vocoder_and_speaks()
    {
        var library = tiny.Library;
        await library.ImportAsync("edge", [tiny.Official], PrecisionProfile.Edge, null, TestContext.Current.CancellationToken);
        using var model = new GptSovitsVoiceModel("gpt-sovits:edge", library.Existing("edge"), NetworkRun.Sessions, new TextFrontEnd());
        long Vocoder(string name) => new FileInfo(Path.Combine(library.Existing(name), "vocoder.bin")).Length;

        var voice = (await FitAsync(model, null)).Voice;
        var part = Assert.Single(await SpeakAsync(model, voice, Sentences[..1], new SpeechSettings { Seed = 5 }));

        Assert.InRange(Vocoder("edge"), 1, Vocoder(TinyModel.Name) / 2);
        Assert.Contains(part.Samples, sample => Math.Abs(sample) > 1e-4f);
        Assert.Equal(PrecisionProfile.Edge, library.List().Single(summary => summary.Name == "edge").Profile);
        library.Remove("edge");
    }

    [Fact]
    public void The_reach_of_the_networks_is_what_was_worked_out_by_hand()
    {
        var manifest = ModelManifest.Load(tiny.Library.Existing(TinyModel.Name));

        Assert.Equal(32, manifest.FlowReach);
        Assert.Equal(11, manifest.VocoderReach);
    }

    private GptSovitsVoiceModel Open() => new("gpt-sovits:tiny", tiny.Library.Existing(TinyModel.Name), NetworkRun.Sessions, new TextFrontEnd());

    private static Task<FittedVoice> FitAsync(GptSovitsVoiceModel model, string? transcript) => model.FitAsync(
        new VoiceFitRequest(model.Name, [new FitClip(Noise(4), transcript)], "zh"), null, TestContext.Current.CancellationToken);

    private static AudioBuffer Noise(double seconds)
    {
        var random = new Random(11);
        return new AudioBuffer([.. Enumerable.Range(0, (int)(seconds * 24_000)).Select(_ => (random.NextSingle() - 0.5f) * 0.4f)], 24_000);
    }

    private static async Task<List<AudioBuffer>> SpeakAsync(GptSovitsVoiceModel model, VoiceReference voice, Sentence[] sentences, SpeechSettings settings)
    {
        var parts = new List<AudioBuffer>();
        await foreach (var part in model.SpeakAsync(voice, sentences, settings, TestContext.Current.CancellationToken))
        {
            parts.Add(part);
        }

        return parts;
    }
}

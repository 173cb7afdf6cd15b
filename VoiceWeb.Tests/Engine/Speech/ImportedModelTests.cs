using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Speech;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Tests.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.Speech;

/// <summary>An imported model behind the engine's own door, with random weights.</summary>
public sealed class ImportedModelTests(TinyModel tiny) : IClassFixture<TinyModel>
{
    [Fact]
    public async Task An_imported_model_is_known_learns_a_voice_and_speaks_under_the_mark()
    {
        using var imported = new GptSovitsVoiceModels(tiny.Library, NetworkRun.Sessions, new TextFrontEnd());
        var engine = new SpeechEngine([], imported, new TextFrontEnd(), new Watermarker(WatermarkKey.Create()), new NoticeVoice(new BaseSpeech(new EspeakProcess())));
        const string Name = GptSovitsVoiceModels.Prefix + TinyModel.Name;
        Assert.True(Assert.Single(engine.Models, model => model.Name == Name).Available);
        Assert.Equal(["zh", "en"], engine.LanguagesOf(Name));

        var random = new Random(3);
        var clip = new AudioBuffer([.. Enumerable.Range(0, 4 * 16_000).Select(_ => (random.NextSingle() - 0.5f) * 0.4f)], 16_000);
        var fitted = await engine.FitAsync(new VoiceFitRequest(Name, [new FitClip(clip, "今天天气很好。")], "zh"), null, TestContext.Current.CancellationToken);
        var id = WatermarkId.Random();
        var parts = new List<SpokenPart>();
        await foreach (var part in engine.SpeakAsync(
            new SpeechRequest("今天天气很好，我们一起去公园散步吧。", "zh", fitted.Voice, id, new SpeechSettings { Seed = 1 }), TestContext.Current.CancellationToken))
        {
            parts.Add(part);
        }

        Assert.NotEmpty(parts);
        Assert.All(parts, part => Assert.Equal(id, part.Audio.Id));
    }

    [Fact]
    public void A_model_that_is_not_there_is_named_with_those_that_are()
    {
        using var imported = new GptSovitsVoiceModels(tiny.Library, NetworkRun.Sessions, new TextFrontEnd());
        var engine = new SpeechEngine([], imported, new TextFrontEnd(), new Watermarker(WatermarkKey.Create()), new NoticeVoice(new BaseSpeech(new EspeakProcess())));

        Assert.Contains("gpt-sovits:tiny", Assert.Throws<EngineUnavailableException>(() => engine.LanguagesOf("gpt-sovits:other")).Message);
    }
}

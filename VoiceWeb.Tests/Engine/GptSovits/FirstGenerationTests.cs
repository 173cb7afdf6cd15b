using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>Models of v1: the first 322 phones of the later table, and every bin of the reference's spectrum.</summary>
public sealed class FirstGenerationTests
{
    [Fact]
    public void Its_phones_are_the_first_ones_of_the_later_table()
    {
        Assert.Equal(322, SymbolTable.OfFirstGeneration);
        Assert.Equal(["!", ",", "-", ".", "?", "AA"], SymbolTable.Symbols.Take(6));
        Assert.Equal(["z", "zh", "…", "["], SymbolTable.Symbols.Skip(319).Take(4));
        Assert.Equal([SymbolTable.IdOf("zh")!.Value, SymbolTable.IdOf("UNK")!.Value], SymbolTable.IdsOf(["zh", "Yaa1"], SymbolTable.OfFirstGeneration));
    }

    [Fact]
    public async Task A_model_is_imported_learns_a_voice_and_speaks_both_languages()
    {
        var token = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("voiceweb-v1-").FullName;
        try
        {
            var official = Path.Combine(folder, "official");
            ModelLibrary.WriteRandom(official, "v1", ModelSize.Tiny, 7, token);
            var library = new ModelLibrary(Path.Combine(folder, "models"));
            Assert.Equal("v1", (await library.ImportAsync("first", [official], PrecisionProfile.Balanced, null, token)).Version);

            using var model = new GptSovitsVoiceModel("gpt-sovits:first", library.Existing("first"), NetworkRun.Sessions, new TextFrontEnd());
            var random = new Random(11);
            var clip = new AudioBuffer([.. Enumerable.Range(0, 96_000).Select(_ => (random.NextSingle() - 0.5f) * 0.4f)], 24_000);
            var fitted = await model.FitAsync(new VoiceFitRequest(model.Name, [new FitClip(clip, "今天天气很好。")], "zh"), null, token);
            var parts = new List<AudioBuffer>();
            await foreach (var part in model.SpeakAsync(fitted.Voice, [new("月亮出来了。", 0, "zh"), new("We walk in the park.", 7, "en")], new SpeechSettings { Seed = 5 }, token))
            {
                parts.Add(part);
            }

            Assert.True(fitted.Report.UsedTranscript);
            Assert.Equal(2, parts.Count);
            Assert.All(parts, part => Assert.Contains(part.Samples, sample => Math.Abs(sample) > 1e-4f));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

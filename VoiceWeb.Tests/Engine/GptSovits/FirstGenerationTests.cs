using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Inference;
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

    [Theory]
    [InlineData("ref")]
    [InlineData("ref2")]
    public void Its_style_is_read_from_every_bin_of_the_spectrum(string reference)
    {
        // Golden/gptsovits-v1/README.md tells how these arrays were made.
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        var expected = ReadArray(Path.Combine(AppContext.BaseDirectory, "Golden", "gptsovits-v1", $"{reference}_style.npy"));
        var path = Path.GetTempFileName();
        try
        {
            using (var later = CheckpointReader.Open(golden.Checkpoint("s2G_v2.pth")))
            using (var file = File.Create(path))
            {
                CheckpointWriter.Write(file, [.. later.Weights.Names.Select(name => OfFirstGeneration(name, later.Weights[name]))], null, null, TestContext.Current.CancellationToken);
            }

            using var checkpoint = CheckpointReader.Open(path);
            var config = SovitsConfig.Read(checkpoint);
            Assert.Equal((ModelVersion.V1, 1025, 322), (config.Version, config.SpectrumBins, config.Phones));
            var spectrum = golden.Floats($"dsp/{reference}_spec");
            using var outputs = NetworkRun.Once(
                new StyleGraph(config, checkpoint.Weights).Reference(), ("spectrum", Tensor.Of(spectrum, 1, 1025, spectrum.Length / 1025)));

            Assert.All(expected.Zip(outputs.Read<float>("style").ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
        finally
        {
            File.Delete(path);
        }
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

    /// <summary>A tensor of v2 as v1 has it: fewer phones, more bins.</summary>
    private static CheckpointTensor OfFirstGeneration(string name, TensorView tensor)
    {
        long[] shape = [.. tensor.Shape];
        var values = tensor.ToFloats();
        if (name == "enc_p.text_embedding.weight")
        {
            return new CheckpointTensor(name, ElementType.Float32, [322, shape[1]], () => values[..(int)(322 * shape[1])]);
        }

        if (name != "ref_enc.spectral.0.fc.weight")
        {
            return new CheckpointTensor(name, ElementType.Float32, shape, () => values);
        }

        var (rows, bins) = ((int)shape[0], (int)shape[1]);
        return new CheckpointTensor(name, ElementType.Float32, [rows, 1025], () =>
            [.. from row in Enumerable.Range(0, rows)
                from bin in Enumerable.Range(0, 1025)
                select bin < bins ? values[row * bins + bin] : (float)(0.01 * Math.Sin(0.37 * row + 0.11 * bin))]);
    }

    /// <summary>The numbers of a .npy file of version 1: after ten bytes and a header whose length stands at the eighth.</summary>
    private static float[] ReadArray(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)))).ToArray();
    }
}

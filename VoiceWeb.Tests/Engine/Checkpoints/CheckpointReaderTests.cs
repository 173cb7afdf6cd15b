using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Tests.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.Checkpoints;

public sealed class CheckpointReaderTests
{
    [Theory]
    [Trait("Category", "Golden")]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void Reads_the_official_layouts(string folder)
    {
        var golden = GoldenFolder.Open(folder);
        using var gpt = CheckpointReader.Open(golden.Checkpoint("s1.ckpt"));
        var model = gpt.Config!.Section("model")!;
        Assert.Null(gpt.Head);
        Assert.Equal([1025L, model.Int("hidden_dim")], gpt.Weights["model.ar_predict_layer.weight"].Shape);
        Assert.Contains(gpt.Weights["model.ar_predict_layer.weight"].Type, new[] { ElementType.Float16, ElementType.BFloat16, ElementType.Float32 });
        Assert.Equal(model.Int("n_layer"), gpt.Weights.CountLayers("model.h.layers."));

        using var bert = CheckpointReader.Open(golden.Checkpoint("chinese-roberta-wwm-ext-large/pytorch_model.bin"));
        Assert.Null(bert.Config);
        Assert.Equal(1024, bert.Weights["bert.embeddings.word_embeddings.weight"].Shape[1]);

        if (!golden.HasCheckpoint(GoldenFolder.Speaker))
        {
            return; // v2 alone needs none
        }

        using var speaker = CheckpointReader.Open(golden.Checkpoint(GoldenFolder.Speaker));
        Assert.Equal([64L, 1, 3, 3], speaker.Weights["conv1.weight"].Shape);
        Assert.All(speaker.Weights["conv1.weight"].ToFloats(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [Trait("Category", "Golden")]
    [MemberData(nameof(GoldenFolder.Versions), MemberType = typeof(GoldenFolder))]
    public void Reads_every_tensor_of_a_sovits_file_and_its_settings(string folder, string version)
    {
        var golden = GoldenFolder.Open(folder);
        using var sovits = CheckpointReader.Open(golden.Checkpoint($"s2G_{version}.pth"));

        Assert.Contains(sovits.Head, (string?[])[null, version switch { "v2Pro" => "05", "v2ProPlus" => "06", _ => null }]); // files saved again have lost it
        Assert.Equal(sovits.Weights.CountLayers("dec.ups."), sovits.Config!.Section("model")!.Ints("upsample_rates").Length);
        Assert.Equal(32_000, sovits.Config!.Section("data")!.Int("sampling_rate"));
        foreach (var name in sovits.Weights.Names)
        {
            Assert.Equal(sovits.Weights[name].Count, sovits.Weights[name].ToFloats().Length);
        }
    }

    [Fact]
    public void What_the_writer_writes_the_reader_reads()
    {
        using var file = new TemporaryFile();
        var config = new CheckpointMap();
        var section = new CheckpointMap();
        section.Set("layers", 3);
        section.Set("rates", new long[] { 10, 8 });
        section.Set("share", 0.25);
        section.Set("big", 5_000_000_000L);
        config.Set("model", section);
        float[] values = [1, -2, 0.5f, 65504, 6e-8f, 0];
        using (var stream = File.Create(file.Path))
        {
            CheckpointWriter.Write(
                stream, [new("a.weight", ElementType.Float16, [2, 3], () => values), new("b", ElementType.Float32, [6], () => values), new("n", ElementType.Int64, [1], () => [7])],
                config, "06", TestContext.Current.CancellationToken);
        }

        using var read = CheckpointReader.Open(file.Path);
        Assert.Equal("06", read.Head);
        Assert.Equal([1, -2, 0.5f, 65504, (float)(Half)6e-8f, 0], read.Weights.Floats("a.weight", 2, 3));
        Assert.Equal(values, read.Weights.Floats("b", 6));
        Assert.Equal([7], read.Weights["n"].ToLongs());
        Assert.Equal(3, read.Config!.Section("model")!.Int("layers"));
        Assert.Equal([10, 8], read.Config!.Section("model")!.Ints("rates"));
        Assert.True(read.Config!.Section("model")!.TryGet("big", out var big) && big is 5_000_000_000L);
        var error = Assert.Throws<CorruptCheckpointException>(() => read.Weights.Floats("b", 5));
        Assert.Contains("shape (6), expected (5)", error.Message);
    }

    [Fact]
    public void Reads_the_layout_before_version_one_point_six()
    {
        using var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, LegacyCheckpoint.Write([1, 2, 3, 4, 5, 6]));

        using var read = CheckpointReader.Open(file.Path);
        Assert.Equal([1, 2, 3, 4, 5, 6], read.Weights.Floats("whole", 2, 3));
        Assert.Equal([1, 4, 2, 5, 3, 6], read.Weights.Floats("turned", 3, 2));
        Assert.Equal([4, 5, 6], read.Weights.Floats("row", 3));
    }

    [Fact]
    public void Reads_safetensors()
    {
        using var file = new TemporaryFile();
        var header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[1,2],"data_offsets":[8,12]}}"""u8;
        File.WriteAllBytes(file.Path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f), 0x80, 0x3F, 0x00, 0xC0]);

        using var read = CheckpointReader.Open(file.Path);
        Assert.Equal([1.5f, -2], read.Weights.Floats("a", 2));
        Assert.Equal([1f, -2], read.Weights.Floats("b", 1, 2));
    }

    [Fact]
    public void A_pickle_that_asks_for_a_function_is_refused_by_name_and_runs_nothing()
    {
        using var file = new TemporaryFile();
        using var trace = new TemporaryFile();
        File.Delete(trace.Path);
        var pickle = new PickleWriter();
        pickle.Global("os", "system");
        pickle.Text($"touch {trace.Path}");
        pickle.Emit(PickleOpcode.Tuple1, (byte)PickleOpcode.Reduce);
        LegacyCheckpoint.WriteZip(file.Path, pickle.Finish());

        var error = Assert.Throws<UnsafeCheckpointException>(() => CheckpointReader.Open(file.Path));
        Assert.Contains("os.system", error.Message);
        Assert.False(File.Exists(trace.Path));
    }

    [Fact]
    public void A_name_from_the_list_cannot_be_reached_by_another_road()
    {
        using var file = new TemporaryFile();
        // 0x82 is EXT1: a name from a registry outside the file.
        LegacyCheckpoint.WriteZip(file.Path, [0x80, 2, 0x82, 1, (byte)'.']);

        Assert.Contains("0x82", Assert.Throws<UnsafeCheckpointException>(() => CheckpointReader.Open(file.Path)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n")]
    public void What_is_no_checkpoint_is_refused_in_words(string content)
    {
        using var file = new TemporaryFile();
        File.WriteAllText(file.Path, content);

        Assert.NotEmpty(Assert.Throws<CorruptCheckpointException>(() => CheckpointReader.Open(file.Path)).Message);
    }

    [Fact]
    public void A_file_cut_short_is_refused_at_every_length()
    {
        using var file = new TemporaryFile();
        var whole = FuzzSeeds.Zip();
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(file.Path, whole[..length]);
            Assert.Throws<CorruptCheckpointException>(() => CheckpointReader.Open(file.Path));
        }
    }
}

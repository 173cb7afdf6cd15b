using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.GptSovits;

public sealed class ModelLibraryTests(TinyModel tiny) : IClassFixture<TinyModel>
{
    [Fact]
    public async Task An_imported_model_is_listed_with_what_it_was_made_from()
    {
        var model = Assert.Single(tiny.Library.List());

        Assert.Equal((TinyModel.Name, "v2", PrecisionProfile.Reference), (model.Name, model.Version, model.Profile));
        Assert.Equal(["zh", "en"], model.Languages);
        Assert.Equal(4, model.Sources.Count);
        Assert.All(model.Sources, source => Assert.Equal(64, source.Sha256.Length));
        Assert.Empty(await tiny.Library.VerifyAsync(TinyModel.Name, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Random_weights_depend_on_the_seed_alone()
    {
        var again = Path.Combine(tiny.Folder, "again");
        var other = Path.Combine(tiny.Folder, "other");
        ModelLibrary.WriteRandom(again, "v2", ModelSize.Tiny, 7, TestContext.Current.CancellationToken);
        ModelLibrary.WriteRandom(other, "v2", ModelSize.Tiny, 8, TestContext.Current.CancellationToken);

        float[] Head(string folder)
        {
            using var checkpoint = VoiceWeb.Engine.Checkpoints.CheckpointReader.Open(Path.Combine(folder, "s1.ckpt"));
            return checkpoint.Weights["model.ar_predict_layer.weight"].ToFloats();
        }

        Assert.Equal(Head(tiny.Official), Head(again));
        Assert.NotEqual(Head(tiny.Official), Head(other));
    }

    [Fact]
    public async Task What_is_missing_is_named_and_nothing_is_left_behind()
    {
        var error = await Assert.ThrowsAsync<ModelImportException>(() => tiny.Library.ImportAsync(
            "half", [Path.Combine(tiny.Official, "s1.ckpt")], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken));

        Assert.Contains("SoVITS file", error.Message);
        Assert.Contains("chinese-hubert-base", error.Message);
        Assert.DoesNotContain("GPT file", error.Message);
        Assert.Equal([TinyModel.Name], Directory.EnumerateDirectories(Path.Combine(tiny.Folder, "models")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_truncated_file_is_refused_by_name()
    {
        var folder = Directory.CreateDirectory(Path.Combine(tiny.Folder, "cut")).FullName;
        var bytes = await File.ReadAllBytesAsync(Path.Combine(tiny.Official, "s1.ckpt"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, "mine.ckpt"), bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<ModelImportException>(() => tiny.Library.ImportAsync(
            "cut", [folder], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken));
        Assert.Contains("mine.ckpt", error.Message);
        Assert.Contains("cut short", error.Message);
    }

    [Fact]
    public async Task Files_of_two_generations_are_refused()
    {
        var folder = Path.Combine(tiny.Folder, "mixed");
        ModelLibrary.WriteRandom(folder, "v1", ModelSize.Tiny, 9, TestContext.Current.CancellationToken);
        File.Copy(Path.Combine(tiny.Official, "s1.ckpt"), Path.Combine(folder, "s1.ckpt"), overwrite: true);

        var error = await Assert.ThrowsAsync<ModelImportException>(() => tiny.Library.ImportAsync(
            "mixed", [folder], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken));
        Assert.Equal(["v2", "v1"], error.Arguments);
        Assert.Contains("two files of v1, or two of v2 or later", error.Message);
    }

    [Fact]
    public async Task A_model_with_another_phone_table_is_refused()
    {
        var folder = Path.Combine(tiny.Folder, "other-table");
        ModelLibrary.WriteRandom(folder, "v2", ModelSize.Tiny, 9, TestContext.Current.CancellationToken);
        var path = Path.Combine(folder, "s1.ckpt");
        List<CheckpointTensor> tensors;
        CheckpointMap config;
        using (var checkpoint = CheckpointReader.Open(path))
        {
            config = checkpoint.Config!;
            tensors = [.. checkpoint.Weights.Names.Select(name =>
            {
                var values = checkpoint.Weights[name].ToFloats();
                long[] shape = [.. checkpoint.Weights[name].Shape];
                if (name == "model.ar_text_embedding.word_embeddings.weight")
                {
                    values = values[..(int)(400 * shape[1])];
                    shape[0] = 400;
                }

                return new CheckpointTensor(name, ElementType.Float32, shape, () => values);
            })];
        }

        await using (var stream = File.Create(path))
        {
            CheckpointWriter.Write(stream, tensors, config, null, TestContext.Current.CancellationToken);
        }

        var error = await Assert.ThrowsAsync<ModelImportException>(() => tiny.Library.ImportAsync(
            "other-table", [folder], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken));
        Assert.Contains("knows 400 phones", error.Message);
    }

    [Theory]
    [InlineData("03", null, "v3")]
    [InlineData("04", null, "v4")]
    [InlineData(null, "v4", "v4")]
    public async Task A_later_generation_is_recognised_and_refused_by_name(string? head, string? named, string expected)
    {
        var folder = Path.Combine(tiny.Folder, $"later-{head}-{named}");
        ModelLibrary.WriteRandom(folder, "v2", ModelSize.Tiny, 9, TestContext.Current.CancellationToken);
        await using (var stream = File.Create(Path.Combine(folder, "s2G_v2.pth")))
        {
            var config = new CheckpointMap();
            var model = new CheckpointMap();
            model.Set("version", named ?? "v3");
            config.Set("model", model);
            CheckpointWriter.Write(
                stream, [new CheckpointTensor("cfm.estimator.proj.weight", ElementType.Float16, [2, 2], () => [1, 2, 3, 4])], config, head, TestContext.Current.CancellationToken);
        }

        var error = await Assert.ThrowsAsync<ModelImportException>(() => tiny.Library.ImportAsync(
            "later", [folder], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken));
        Assert.Equal(("model-version", expected), (error.Reason, error.Arguments[0]));
        Assert.False(Directory.Exists(Path.Combine(tiny.Folder, "models", "later")));
    }

    [Fact]
    public async Task Two_files_for_one_part_are_refused_and_a_taken_or_wild_name_too()
    {
        var second = Path.Combine(tiny.Folder, "second.ckpt");
        File.Copy(Path.Combine(tiny.Official, "s1.ckpt"), second);

        var twice = await Assert.ThrowsAsync<ModelImportException>(() => tiny.Library.ImportAsync(
            "twice", [tiny.Official, second], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken));
        Assert.Contains("second.ckpt", twice.Message);
        foreach (var name in (string[])[TinyModel.Name, "../evil", "", ".hidden", "a/b"])
        {
            await Assert.ThrowsAsync<ModelImportException>(() => tiny.Library.ImportAsync(
                name, [tiny.Official], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_changed_file_is_found_and_a_removed_model_is_gone()
    {
        await tiny.Library.ImportAsync("spare", [tiny.Official], PrecisionProfile.Balanced, null, TestContext.Current.CancellationToken);
        var path = Path.Combine(tiny.Folder, "models", "spare", "flow.onnx");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        Assert.Contains("flow.onnx has changed", Assert.Single(await tiny.Library.VerifyAsync("spare", TestContext.Current.CancellationToken)).English);
        tiny.Library.Remove("spare");
        Assert.DoesNotContain(tiny.Library.List(), model => model.Name == "spare");
        Assert.Throws<ModelImportException>(() => tiny.Library.Remove("spare"));
    }

    [Fact]
    public async Task A_cancelled_import_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var progress = new CancelAtFirstReport(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tiny.Library.ImportAsync("stopped", [tiny.Official], PrecisionProfile.Reference, progress, stop.Token));
        Assert.DoesNotContain(Directory.EnumerateDirectories(Path.Combine(tiny.Folder, "models")), folder => Path.GetFileName(folder).StartsWith('.'));
        Assert.DoesNotContain(tiny.Library.List(), model => model.Name == "stopped");
    }

    [Fact]
    public async Task A_full_disk_and_too_little_memory_are_said_in_words_and_leave_nothing_behind()
    {
        var root = Path.Combine(tiny.Folder, "full");
        ModelLibrary.ConvertModel Failing(Exception failure) => (_, _, _, folder, _, _) =>
        {
            File.WriteAllText(Path.Combine(folder, "gpt.bin"), "half");
            throw failure;
        };

        var small = await Refused(new ModelLibrary(root, Failing(new InvalidOperationException("never reached")), _ => 1000));
        Assert.Equal("model-disk-small", small.Reason);
        Assert.Equal("0.0", small.Arguments[1]);
        var full = await Refused(new ModelLibrary(root, Failing(new IOException("No space left on device", 28)), _ => long.MaxValue));
        Assert.Equal("model-disk-full", full.Reason);
        Assert.Contains("nothing of it was kept", full.Message, StringComparison.Ordinal);
        Assert.Equal("model-no-memory", (await Refused(new ModelLibrary(root, Failing(new InsufficientMemoryException()), _ => long.MaxValue))).Reason);
        Assert.Equal("model-write-failed", (await Refused(new ModelLibrary(root, Failing(new IOException("A cable was pulled.")), _ => long.MaxValue))).Reason);

        async Task<ModelImportException> Refused(ModelLibrary library)
        {
            var error = await Assert.ThrowsAsync<ModelImportException>(() => library.ImportAsync(
                "mine", [tiny.Official], PrecisionProfile.Balanced, null, TestContext.Current.CancellationToken));
            Assert.Empty(Directory.EnumerateFileSystemEntries(root));
            return error;
        }
    }

    [Fact]
    public async Task What_is_written_stays_within_the_estimate_and_progress_only_grows()
    {
        var reports = new List<double>();
        var model = await tiny.Library.ImportAsync(
            "measured", [tiny.Official], PrecisionProfile.Reference, new Recording(reports), TestContext.Current.CancellationToken);
        tiny.Library.Remove("measured");

        var estimate = ModelConverter.EstimateBytes(ModelSources.Find([tiny.Official], TestContext.Current.CancellationToken), PrecisionProfile.Reference);
        Assert.InRange(model.Bytes, 0.5 * estimate, 1.5 * estimate);
        Assert.True(reports.Count > 50, "progress is told while a part is written");
        Assert.Equal(reports.Order(), reports);
        Assert.Equal(1, reports[^1]);
    }

    [Fact]
    public async Task A_model_without_a_description_is_named_and_can_be_removed()
    {
        await tiny.Library.ImportAsync("broken", [tiny.Official], PrecisionProfile.Reference, null, TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(tiny.Folder, "models", "broken", "model.json"));

        Assert.Equal(["broken"], tiny.Library.Damaged());
        tiny.Library.Remove("broken");
        Assert.Empty(tiny.Library.Damaged());
    }

    private sealed class Recording(List<double> reports) : IProgress<double>
    {
        public void Report(double value) => reports.Add(value);
    }

    private sealed class CancelAtFirstReport(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}

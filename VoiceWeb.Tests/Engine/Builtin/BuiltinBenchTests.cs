using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Builtin.Bench;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class BuiltinBenchTests
{
    [Fact]
    public async Task Texts_of_every_kind_are_spoken_or_refused_in_words()
    {
        const int Texts = 30;
        var report = await BuiltinBench.RunAsync("builtin-texts", Texts, seed: 5, skip: 0, folder: null, TestContext.Current.CancellationToken);
        Assert.Equal(Texts, report.Figures.Where(figure => figure.Unit == "texts").Sum(figure => figure.Value));
        Assert.All(
            report.Figures.Where(figure => figure.Unit == "texts"),
            figure => Assert.True(figure.Name == "spoken" || figure.Name.StartsWith("refused: ", StringComparison.Ordinal), figure.Name));
        Assert.Contains(report.Figures, figure => figure is { Name: "spoken", Value: > Texts / 3.0 });
        // Its value counts children of this process, and other tests beside this one have some too: the verb's own run shows it.
        Assert.Contains(report.Figures, figure => figure.Name == "processes left behind");
        Assert.Equal(report.Figures.Count + 1, report.Lines().Count());
    }

    [Fact]
    public async Task Copies_of_sentences_lie_beside_them_and_sound_like_them()
    {
        var token = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string[] sentences = ["The seals sleep in the sun.", "She carried six trays of warm rolls."];
            for (var i = 0; i < sentences.Length; i++)
            {
                var said = await SyntheticSpeaker.SayAsync(SyntheticSpeaker.High, sentences[i], token);
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"test{i:00}.wav"), WavWriter.ToBytes(said), token);
            }

            var report = await BuiltinBench.RunAsync("builtin-copy", sentences.Length, seed: 0, skip: 0, folder.FullName, token);
            Assert.InRange(report.Figures.Single(figure => figure.Unit == "dB").Value, 0, 1);
            Assert.InRange(report.Figures.Single(figure => figure.Unit == "cents").Value, -5, 5);
            var copy = WavReader.Read(await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "copy01.wav"), token));
            var original = WavReader.Read(await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "test01.wav"), token));
            Assert.InRange(copy.Seconds - original.Seconds, -0.006, 0.006);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_unknown_bench_is_refused_with_the_names_of_those_there_are()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => BuiltinBench.RunAsync("singing", 1, 0, 0, null, TestContext.Current.CancellationToken));
        Assert.Contains("builtin-drift", refusal.Message);
    }
}

using VoiceWeb.Engine.Builtin.Bench;

namespace VoiceWeb.Tests.Engine.Builtin;

public sealed class BuiltinBenchTests
{
    [Fact]
    public async Task Texts_of_every_kind_are_spoken_or_refused_in_words()
    {
        const int Texts = 30;
        var report = await BuiltinBench.RunAsync("builtin-texts", Texts, seed: 5, skip: 0, TestContext.Current.CancellationToken);
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
    public async Task An_unknown_bench_is_refused_with_the_names_of_those_there_are()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => BuiltinBench.RunAsync("singing", 1, 0, 0, TestContext.Current.CancellationToken));
        Assert.Contains("builtin-drift", refusal.Message);
    }
}

using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.GptSovits;

public sealed class TokenSamplerTests
{
    [Theory]
    [Trait("Category", "Golden")]
    [MemberData(nameof(GoldenFolder.Folders), MemberType = typeof(GoldenFolder))]
    public void Probabilities_match_the_original_in_every_case(string folder)
    {
        var golden = GoldenFolder.Open(folder);
        var sampler = new TokenSampler();
        foreach (var entry in golden.Manifest.GetProperty("sampling_cases").EnumerateArray())
        {
            var name = "sampling/" + entry.GetProperty("case").GetString();
            var settings = new SamplingSettings
            {
                TopK = entry.GetProperty("top_k").GetInt32(),
                TopP = entry.GetProperty("top_p").GetDouble(),
                Temperature = entry.GetProperty("temperature").GetDouble(),
                RepetitionPenalty = entry.GetProperty("repetition_penalty").GetDouble(),
            };
            var logits = golden.Floats(name + "_logits");
            var previous = golden.Longs(name + "_previous");
            var said = new bool[Math.Max(logits.Length, previous.Append(0).Max() + 1)];
            foreach (var code in previous)
            {
                said[code] = true;
            }

            TokenSampler.Penalize(logits, said, settings.RepetitionPenalty);
            golden.AssertClose(name + "_penalized", logits);
            var probabilities = new float[logits.Length];
            sampler.Probabilities(logits, settings, probabilities);
            golden.AssertClose(name + "_probs", probabilities);
            Assert.Equal(entry.GetProperty("kept").GetInt32(), probabilities.Count(probability => probability > 0));
        }
    }

    [Fact]
    public void Draws_are_distributed_as_the_probabilities_are()
    {
        float[] logits = [1, 2, 0.5f, 3, -1];
        var settings = new SamplingSettings { TopK = 0, RepetitionPenalty = 1 };
        var expected = new float[5];
        new TokenSampler().Probabilities(logits, settings, expected);
        const int Draws = 20_000;
        var counts = new int[5];
        var sampler = new TokenSampler();
        for (var draw = 0; draw < Draws; draw++)
        {
            // A column that can never be drawn stands for the end.
            float[] row = [.. logits, -1000];
            counts[sampler.Choose(row, new bool[6], 11, (ulong)draw, settings)!.Value]++;
        }

        var chiSquare = counts.Select((count, code) => Math.Pow(count - Draws * (double)expected[code], 2) / (Draws * (double)expected[code])).Sum();
        Assert.True(chiSquare < 18.5, $"chi square {chiSquare:f1} with 4 degrees of freedom (18.5 is one in a thousand)");
    }

    [Fact]
    public void The_end_is_no_choice_in_the_first_steps_and_ends_later_even_when_not_drawn()
    {
        float[] Logits() => [1, 2, 5];
        var sampler = new TokenSampler();
        var settings = new SamplingSettings { RepetitionPenalty = 1 };

        Assert.NotNull(sampler.Choose(Logits(), new bool[3], 10, 1, settings));
        Assert.All(Enumerable.Range(0, 50), seed => Assert.Null(sampler.Choose(Logits(), new bool[3], 11, (ulong)seed, settings)));
    }

    [Fact]
    public void Same_seed_same_code()
    {
        var random = new Random(5);
        var logits = Enumerable.Range(0, 1025).Select(_ => (float)random.NextDouble() * 4).ToArray();
        int? Draw(ulong seed) => new TokenSampler().Choose((float[])logits.Clone(), new bool[1025], 3, seed, new SamplingSettings());

        Assert.Equal(Draw(7), Draw(7));
        Assert.True(Enumerable.Range(0, 50).Select(seed => Draw((ulong)seed)).Distinct().Count() > 5);
    }

    [Fact]
    public void Counter_noise_has_the_moments_it_should_and_the_published_first_block()
    {
        // Known answer of Philox 4x32-10 for key 0 and counter 0 (Random123's kat_vectors).
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Draw(0, 0, 0));
        var normal = Enumerable.Range(0, 50_000).Select(i => Philox.Normal(3, (ulong)(i / 100), (ulong)(i % 100))).ToArray();
        Assert.Equal(0, normal.Average(), 0.02);
        Assert.Equal(1, normal.Average(value => value * value), 0.03);
    }
}

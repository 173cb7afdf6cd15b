using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>Drawing a sentence again when what came cannot be it, a few times at most.</summary>
public sealed class SentencePlanTests
{
    private const int Phones = 20;

    // 55 codes of speech for 20 phones, and 15 of silence: 2.75 codes a phone.
    private static readonly GptVoice Voice = new("key", new long[70], new PhoneticText(new long[20], new float[20 * 1024]), [], [], []);

    [Fact]
    public void A_plausible_result_is_taken_at_once()
    {
        var plan = Plan();
        plan.Take(Result(55));

        Assert.True(plan.Done);
        Assert.Equal(55, plan.Codes.Length);
    }

    [Theory]
    [InlineData(5, true)] // swallowed words
    [InlineData(400, true)] // repeats itself
    [InlineData(60, false)] // ran into the limit
    public void An_implausible_one_is_drawn_again_from_another_seed(int codes, bool ended)
    {
        var plan = Plan();
        var first = plan.Request(new SamplingSettings());
        plan.Take(Result(codes, ended));
        var second = plan.Request(new SamplingSettings());

        Assert.False(plan.Done);
        Assert.NotEqual(first.Seed, second.Seed);
        Assert.Equal(first.Phones, second.Phones);
        plan.Take(Result(50));
        Assert.True(plan.Done);
        Assert.Equal(50, plan.Codes.Length);
    }

    [Fact]
    public void After_the_last_attempt_the_nearest_one_is_spoken()
    {
        var plan = Plan();
        var seeds = new HashSet<ulong>();
        foreach (var codes in (int[])[300, 9, 12, 400])
        {
            Assert.False(plan.Done);
            Assert.True(seeds.Add(plan.Request(new SamplingSettings()).Seed));
            plan.Take(Result(codes));
        }

        Assert.True(plan.Done);
        Assert.Equal(SentencePlan.MaxAttempts, seeds.Count);
        Assert.Equal(12, plan.Codes.Length);
    }

    [Fact]
    public void What_is_drawn_depends_on_the_sentence_and_the_seed_alone()
    {
        Assert.Equal(SentencePlan.SeedOf(5, "你好。"), SentencePlan.SeedOf(5, "你好。"));
        Assert.NotEqual(SentencePlan.SeedOf(5, "你好。"), SentencePlan.SeedOf(6, "你好。"));
        Assert.NotEqual(SentencePlan.SeedOf(5, "你好。"), SentencePlan.SeedOf(5, "你好！"));
        var limit = Plan().Request(new SamplingSettings()).MaxCodes;
        Assert.InRange(limit, 140, 200);
    }

    private static SentencePlan Plan() => new(0, new PhoneticText(new long[Phones], new float[Phones * 1024]), Voice, 11);

    private static SemanticResult Result(int codes, bool ended = true) => new(0, new long[codes], ended);
}

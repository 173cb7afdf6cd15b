namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// What is asked for one sentence, and which results are plausible. Random drawing now and then swallows words or never ends: such a result
/// is drawn again from another seed, a few times at most.
/// </summary>
internal sealed class SentencePlan
{
    /// <summary>Draws of one sentence at most.</summary>
    public const int MaxAttempts = 4;

    private const int MaxCodes = 1500; // a minute
    private const double FewestOfExpected = 0.5, MostOfExpected = 2.5;
    private const int Slack = 12;

    private readonly GptVoice _voice;
    private readonly double _expected;
    private SemanticResult? _best;
    private int _attempts;

    /// <param name="index">Its place among the sentences.</param>
    /// <param name="text">Its phones.</param>
    /// <param name="voice">Who speaks.</param>
    /// <param name="seed">Seed of this sentence.</param>
    public SentencePlan(int index, PhoneticText text, GptVoice voice, ulong seed)
    {
        Index = index;
        Text = text;
        Seed = seed;
        _voice = voice;
        _expected = text.Phones.Length * voice.CodesPerPhone;
    }

    public int Index { get; }

    public PhoneticText Text { get; }

    public ulong Seed { get; }

    /// <summary>Whether drawing is over: a plausible result, or no attempt left.</summary>
    public bool Done { get; private set; }

    /// <summary>The codes to speak: the first plausible result, or the nearest to what was expected.</summary>
    public long[] Codes => _best!.Codes;

    /// <summary>The next draw.</summary>
    public SemanticRequest Request(SamplingSettings sampling) => new(
        [.. _voice.PromptText.Phones, .. Text.Phones], [.. _voice.PromptText.Bert, .. Text.Bert], _voice.Prompt,
        Seed + (ulong)_attempts * 0x9E3779B97F4A7C15, (int)Math.Min(MaxCodes, MostOfExpected * _expected + 4 * Slack), sampling);

    /// <summary>Draws the codes of sentences together, again where a result is implausible, until all are done.</summary>
    public static List<SentencePlan> Draw(SemanticDecoder semantic, List<SentencePlan> plans, CancellationToken cancellationToken)
    {
        var sampling = new SamplingSettings();
        var open = plans;
        while (open.Count > 0)
        {
            foreach (var result in semantic.Decode(open.ConvertAll(plan => plan.Request(sampling)), null, cancellationToken))
            {
                open[result.Index].Take(result);
            }

            open = open.FindAll(plan => !plan.Done);
        }

        return plans;
    }

    /// <summary>Takes a draw's result.</summary>
    public void Take(SemanticResult result)
    {
        _attempts++;
        var count = result.Codes.Length;
        var plausible = result.Ended && count >= FewestOfExpected * _expected - Slack && count <= MostOfExpected * _expected + Slack;
        if (plausible || _best is null || Math.Abs(count - _expected) < Math.Abs(_best.Codes.Length - _expected))
        {
            _best = result;
        }

        Done = plausible || _attempts == MaxAttempts;
    }

    /// <summary>Seed of a sentence from the request's seed and the sentence itself, so that its samples depend on nothing else.</summary>
    public static ulong SeedOf(long seed, string text)
    {
        var hash = 14695981039346656037 ^ (ulong)seed; // FNV-1a
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 1099511628211;
        }

        return hash;
    }
}

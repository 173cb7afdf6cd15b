using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>A voice without a speaker, and texts without words: times do not depend on what is said, only on how much.</summary>
internal sealed class BenchVoice
{
    private const int PromptCodes = 139, PromptPhones = 40; // a prompt of five seconds

    private readonly Random _random = new(1);

    public BenchVoice(LoadedModel model, CancellationToken cancellationToken)
    {
        var config = model.Manifest;
        using var conditions = model.OpenOnce("conditions.onnx");
        using var style = Tensor.Of(new float[config.Sovits.Style], 1, config.Sovits.Style);
        using var derived = conditions.Run([("style", style)], null, cancellationToken);
        Prompt = Text(PromptPhones);
        Voice = new GptVoice(
            config.Key, Ids(PromptCodes, config.Gpt.End), Prompt, derived.Read<float>("text_style").ToArray(), derived.Read<float>("flow").ToArray(),
            derived.Read<float>("vocoder").ToArray());
    }

    public GptVoice Voice { get; }

    private PhoneticText Prompt { get; }

    /// <summary>A text of that many phones.</summary>
    public PhoneticText Text(int phones) => new(Ids(phones, 700), new float[phones * GptConfig.BertWidth]);

    /// <summary>A sentence after the prompt that gets exactly that many codes.</summary>
    public SemanticRequest Request(PhoneticText text, int codes) => new(
        [.. Prompt.Phones, .. text.Phones], [.. Prompt.Bert, .. text.Bert], Voice.Prompt, 1, codes, new SamplingSettings { MinCodes = codes });

    /// <summary>The language model over that many characters; nothing where the model has none.</summary>
    public void Read(LoadedModel model, int characters, CancellationToken cancellationToken)
    {
        if (model.Manifest.HasBert)
        {
            var tokens = Ids(characters + 2, 64);
            using var ids = Tensor.Of(tokens, 1, tokens.Length);
            using var features = model.Bert.Run([("ids", ids)], null, cancellationToken);
        }
    }

    private long[] Ids(int count, int limit) => [.. Enumerable.Range(0, count).Select(_ => (long)_random.Next(limit))];
}

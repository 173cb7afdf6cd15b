using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>A sentence of forced length through a converted model: phones to samples.</summary>
internal static class EndToEndBench
{
    private const int Phones = 100;
    private const int PromptCodes = 139, PromptPhones = 40; // a prompt of five seconds

    /// <param name="model">A converted model.</param>
    /// <param name="codes">Codes of the sentence; 25 are a second.</param>
    /// <param name="rounds">Sentences.</param>
    public static BenchReport Run(LoadedModel model, SessionFactory sessions, int codes, int rounds, CancellationToken cancellationToken)
    {
        var config = model.Manifest;
        var random = new Random(1);
        long[] Ids(int count, int limit) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(limit))];
        var prompt = new PhoneticText(Ids(PromptPhones, 700), new float[PromptPhones * GptConfig.BertWidth]);
        var text = new PhoneticText(Ids(Phones, 700), new float[Phones * GptConfig.BertWidth]);
        using var conditions = model.OpenOnce("conditions.onnx");
        using var style = Tensor.Of(new float[config.Sovits.Style], 1, config.Sovits.Style);
        using var derived = conditions.Run([("style", style)], null, cancellationToken);
        var voice = new GptVoice(
            config.Key, Ids(PromptCodes, 1024), prompt, derived.Read<float>("text_style").ToArray(), derived.Read<float>("flow").ToArray(), derived.Read<float>("vocoder").ToArray());
        var decoder = new WaveformDecoder(model);
        List<(double Wall, double Cpu)> language = [], semantic = [], wave = [], all = [];
        var sentence = Ids(22, 64);
        for (var round = -1; round < rounds; round++)
        {
            var start = Stopwatches.Now();
            if (config.HasBert)
            {
                using var ids = Tensor.Of(sentence, 1, sentence.Length);
                using var features = model.Bert.Run([("ids", ids)], null, cancellationToken);
            }

            var languageTime = Stopwatches.Since(start);
            var middle = Stopwatches.Now();
            var request = new SemanticRequest(
                [.. prompt.Phones, .. text.Phones], [.. prompt.Bert, .. text.Bert], voice.Prompt, 1, codes, new SamplingSettings { MinCodes = codes });
            var result = model.Semantic.Decode([request], null, cancellationToken).Single().Codes;
            var codesTime = Stopwatches.Since(middle);
            var late = Stopwatches.Now();
            decoder.Decode(result, text.Phones, voice, 1, 1, cancellationToken);
            if (round >= 0)
            {
                language.Add(languageTime);
                semantic.Add(codesTime);
                wave.Add(Stopwatches.Since(late));
                all.Add(Stopwatches.Since(start));
            }
        }

        var note = $"{codes / 25.0:0.0} s of speech, {config.Version}, {config.Profile}";
        return Stopwatches.Report("e2e", sessions,
            [
                Stopwatches.Figure("whole sentence", note, all),
                Stopwatches.Figure("language features, 20 characters", note, language),
                Stopwatches.Figure("semantic codes", note, semantic),
                Stopwatches.Figure("waveform", note, wave),
            ]);
    }
}

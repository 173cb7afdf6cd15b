using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>A sentence of forced length through a converted model: phones to samples.</summary>
internal static class EndToEndBench
{
    private const int Phones = 100;

    /// <param name="model">A converted model.</param>
    /// <param name="codes">Codes of the sentence; 25 are a second.</param>
    /// <param name="rounds">Sentences.</param>
    public static BenchReport Run(LoadedModel model, SessionFactory sessions, int codes, int rounds, CancellationToken cancellationToken)
    {
        var config = model.Manifest;
        var bench = new BenchVoice(model, cancellationToken);
        var text = bench.Text(Phones);
        var decoder = new WaveformDecoder(model);
        List<(double Wall, double Cpu)> language = [], semantic = [], wave = [], all = [];
        for (var round = -1; round < rounds; round++)
        {
            var start = Stopwatches.Now();
            bench.Read(model, 20, cancellationToken);
            var languageTime = Stopwatches.Since(start);
            var middle = Stopwatches.Now();
            var result = model.Semantic.Decode([bench.Request(text, codes)], null, cancellationToken).Single().Codes;
            var codesTime = Stopwatches.Since(middle);
            var late = Stopwatches.Now();
            decoder.Decode(result, text.Phones, bench.Voice, 1, 1, cancellationToken);
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

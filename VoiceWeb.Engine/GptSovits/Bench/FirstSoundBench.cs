using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>From a sentence's phones to its first half second of sound, with a warm voice; and how long a prefill is.</summary>
internal static class FirstSoundBench
{
    private const double CodesPerCharacter = 25 / 4.5; // 4.5 Chinese characters a second
    private const double PhonesPerCharacter = 2.2;

    /// <summary>Sentences of 5, 20 and 60 characters.</summary>
    public static BenchReport Run(LoadedModel model, SessionFactory sessions, int rounds, CancellationToken cancellationToken)
    {
        var voice = new BenchVoice(model, cancellationToken);
        var decoder = new WaveformDecoder(model);
        return Stopwatches.Interleave("ttfa", sessions, rounds,
            [
                .. ((int[])[20, 5, 60]).Select(characters => ($"{characters} characters", Note(characters), (Action)(() => Hear(characters)))),
            ], cancellationToken);

        void Hear(int characters)
        {
            voice.Read(model, characters, cancellationToken);
            var text = voice.Text((int)(characters * PhonesPerCharacter));
            var codes = model.Semantic.Decode([voice.Request(text, (int)(characters * CodesPerCharacter))], null, cancellationToken).Single().Codes;
            _ = decoder.Stream(codes, text.Phones, voice.Voice, 1, 1, cancellationToken).First();
        }

        string Note(int characters) => $"{characters / 4.5:0.0} s of speech, to its first half second, {model.Manifest.Version}, {model.Manifest.Profile}";
    }

    /// <summary>Prefill of 100, 200 and 400 rows of text and prompt.</summary>
    public static BenchReport Prefill(LoadedModel model, SessionFactory sessions, int rounds, CancellationToken cancellationToken)
    {
        var voice = new BenchVoice(model, cancellationToken);
        return Stopwatches.Interleave("prefill", sessions, rounds,
            [
                .. ((int[])[60, 20, 220]).Select(phones =>
                {
                    var request = voice.Request(voice.Text(phones), 1);
                    return ($"{request.Phones.Length + request.Prompt.Length} rows", $"{phones} phones after the prompt", (Action)(() => _ = model.Semantic.Decode([request], null, cancellationToken).Single()));
                }),
            ], cancellationToken);
    }
}

using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Text to phone ids, each with the language features of the character it belongs to.</summary>
internal sealed class PhoneEncoder(LoadedModel model, TextFrontEnd frontEnd)
{
    private const int MaxCharacters = 510; // the language model's positions, less its two marks

    private const int FewestPhones = 6; // the networks stumble over shorter ones, so these begin with a stop

    /// <summary>Analyses a sentence.</summary>
    /// <param name="sentence">What is written, with the dictionaries that apply.</param>
    /// <param name="compatible">Whether to read as GPT-SoVITS itself does, with its defects.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UnspeakableTextException">Nothing in it, or not all of it, can be spoken, or it is too long for one sentence.</exception>
    public PhoneticText Encode(Sentence sentence, bool compatible, CancellationToken cancellationToken)
    {
        var segments = Segments(frontEnd, sentence, compatible);
        var phones = new List<long>();
        var features = new List<float[]>();
        foreach (var segment in segments)
        {
            var ids = SymbolTable.IdsOf(segment.Phones, model.Manifest.Sovits.Phones);
            var rows = new float[ids.Length * GptConfig.BertWidth];
            if (segment.Language == "zh" && segment.Word2Ph is { Count: > 0 } counts && model.Manifest.HasBert)
            {
                LanguageFeatures(segment.Normalized, counts, rows, cancellationToken);
            }

            phones.AddRange(ids.Select(id => (long)id));
            features.Add(rows);
        }

        return phones.Count > 0 ? new PhoneticText([.. phones], [.. features.SelectMany(rows => rows)]) : throw new UnspeakableTextException(
            "no-phones", "This sentence has nothing that a GPT-SoVITS voice can speak. It reads Chinese and English; choose the built-in voice for other languages.");
    }

    /// <summary>Closes a text with a full stop, or with a comma where the sentence goes on, as the networks are used to, unless a mark is there.</summary>
    public static string Close(string text, string language, bool endsSentence = true)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 || "，。？！,.?!~:：—…".Contains(trimmed[^1], StringComparison.Ordinal) ? trimmed
            : trimmed + (language.StartsWith("en", StringComparison.OrdinalIgnoreCase) || trimmed.All(char.IsAscii), endsSentence) switch
            {
                (true, true) => ".",
                (true, false) => ",",
                (false, true) => "。",
                (false, false) => "，",
            };
    }

    /// <summary>The stretches of a sentence with their phones; one with few phones begins with a stop, as in GPT-SoVITS.</summary>
    public static IReadOnlyList<AnalyzedSegment> Segments(TextFrontEnd frontEnd, Sentence sentence, bool compatible)
    {
        if (compatible)
        {
            return frontEnd.Analyze(sentence.Text, Mode(sentence.Language), compatible: true).Segments;
        }

        var analysis = frontEnd.Analyze(sentence.Text, sentence.Language, dictionaries: sentence.Dictionaries);
        if (analysis.Segments.FirstOrDefault(segment => segment.Phones.Count == 0 && segment.Text.Any(char.IsLetter)) is { } foreign)
        {
            throw new UnspeakableTextException(
                "no-phones", $"This sentence has words in the language '{foreign.Language}', which a GPT-SoVITS voice cannot speak here. It reads Chinese and English; choose the built-in voice, or leave them out.");
        }

        var segments = analysis.Segments.Where(segment => segment.Phones.Count > 0).ToList();
        return segments.Count > 0 && segments.Sum(segment => segment.Phones.Count) < FewestPhones ? [WithStop(segments[0]), .. segments[1..]] : segments;
    }

    private static AnalyzedSegment WithStop(AnalyzedSegment segment) => segment with
    {
        Normalized = "." + segment.Normalized,
        Phones = [".", .. segment.Phones],
        Word2Ph = segment.Word2Ph is null ? null : [1, .. segment.Word2Ph],
    };

    private static string Mode(string language) => language.Split('-')[0].ToLowerInvariant() switch
    {
        "en" => "en",
        "zh" => "zh",
        _ => "auto",
    };

    private void LanguageFeatures(string text, IReadOnlyList<int> phonesPerCharacter, float[] rows, CancellationToken cancellationToken)
    {
        var ids = model.Tokenizer.Encode(text);
        if (ids.Length - 2 > MaxCharacters)
        {
            throw new UnspeakableTextException("sentence-too-long", $"This sentence has {ids.Length - 2} characters; at most {MaxCharacters} can be spoken at once. Put a full stop into it.");
        }

        if (ids.Length - 2 != phonesPerCharacter.Count)
        {
            throw new InvalidOperationException($"The analysed text has {ids.Length - 2} characters, but phones for {phonesPerCharacter.Count}.");
        }

        using var input = Tensor.Of(ids, 1, ids.Length);
        using var outputs = model.Bert.Run([("ids", input)], ["features"], cancellationToken);
        var features = outputs.Read<float>("features");
        var row = 0;
        for (var character = 0; character < phonesPerCharacter.Count; character++)
        {
            // The first row is that of [CLS].
            var feature = features.Slice((character + 1) * GptConfig.BertWidth, GptConfig.BertWidth);
            for (var i = 0; i < phonesPerCharacter[character]; i++)
            {
                feature.CopyTo(rows.AsSpan(row++ * GptConfig.BertWidth));
            }
        }
    }
}

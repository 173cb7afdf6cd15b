using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Cli;

/// <summary><c>phonemes</c>: how a text will be spoken, without speaking it.</summary>
internal static class PhonemesVerb
{
    private static readonly JsonSerializerOptions OneLine = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var language = new Option<string>("--language")
        {
            Description = "auto, zh, en or another language tag; also all_zh, all_ja, auto_yue and the other modes of GPT-SoVITS.",
            DefaultValueFactory = _ => "auto",
        };
        var text = new Option<string?>("--text") { Description = "The text." };
        var lines = new Option<string?>("--jsonl") { Description = "A file with one {\"text\": …, \"mode\": …} a line; one result a line is written." };
        var compatible = new Option<bool>("--compatible") { Description = "Reads exactly as GPT-SoVITS does, with its defects." };
        var lexicon = new Option<string?>("--lexicon") { Description = "A CSV file of pronunciations: written, language, reading, kind." };
        var polyphones = new Option<string?>("--polyphones") { Description = "A folder with a G2PW model that reads Chinese polyphones. Default: none." };
        var repeat = new Option<int>("--repeat") { Description = "Analyses the text so many times more and says how long that took.", DefaultValueFactory = _ => 0 };
        return CliVerb.Create(
            "phonemes",
            "Shows how a text will be spoken: its spoken form, phones, and readings that can be doubted.",
            [language, text, lines, compatible, lexicon, polyphones, repeat],
            async (parsed, output, cancellationToken) =>
            {
                using var model = Polyphones(parsed.GetValue(polyphones));
                var frontEnd = new TextFrontEnd(model);
                var lexicons = await LexiconsAsync(parsed.GetValue(lexicon), output, cancellationToken);
                if (parsed.GetValue(lines) is { } path)
                {
                    await AnalyzeLinesAsync(frontEnd, CliVerb.ExistingFile(path), parsed.GetValue(compatible), lexicons, cancellationToken);
                    return ExitCodes.Done;
                }

                var given = parsed.GetValue(text) ?? throw new CliException("Give the text with --text, or a file with --jsonl.");
                var watch = Stopwatch.StartNew();
                var analysis = Analyze(frontEnd, given, parsed.GetRequiredValue(language), parsed.GetValue(compatible), lexicons);
                var first = watch.Elapsed;
                output.Answer(analysis, Lines(analysis));
                if (parsed.GetValue(repeat) is > 0 and var times)
                {
                    Repeat(() => Analyze(frontEnd, given, parsed.GetRequiredValue(language), parsed.GetValue(compatible), lexicons), times, first, output);
                }

                return ExitCodes.Done;
            });
    }

    private static PolyphoneModel? Polyphones(string? folder) =>
        folder is null ? null
        : new PolyphoneModel(folder, new SessionFactory(new InferenceOptions())) is { IsPresent: true } model ? model
        : throw new CliException($"There is no g2pW.onnx in {folder}.");

    private static TextAnalysis Analyze(TextFrontEnd frontEnd, string text, string mode, bool compatible, PronunciationSet lexicons)
    {
        try
        {
            return frontEnd.Analyze(text, mode, compatible, lexicons);
        }
        catch (ArgumentException wrong)
        {
            throw new CliException(wrong.Message.Split(" (Parameter", 2)[0]);
        }
    }

    private static async Task AnalyzeLinesAsync(
        TextFrontEnd frontEnd, FileInfo file, bool compatible, PronunciationSet lexicons, CancellationToken cancellationToken)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file.FullName, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            TextLine? asked;
            try
            {
                asked = JsonSerializer.Deserialize<TextLine>(line, OneLine);
            }
            catch (JsonException broken)
            {
                throw new CliException(string.Create(CultureInfo.InvariantCulture, $"{file.Name}, line {number}: this is no JSON object: {broken.Message}"));
            }

            if (asked?.Text is null)
            {
                throw new CliException(string.Create(CultureInfo.InvariantCulture, $"{file.Name}, line {number}: there is no \"text\"."));
            }

            var analysis = Analyze(frontEnd, asked.Text, asked.Mode ?? "auto", compatible, lexicons);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(analysis, OneLine).AsMemory(), cancellationToken);
        }
    }

    private static async Task<PronunciationSet> LexiconsAsync(string? path, CliOutput output, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return [];
        }

        var problems = new List<PronunciationProblem>();
        var entries = PronunciationExchange.ReadCsv(await File.ReadAllTextAsync(CliVerb.ExistingFile(path).FullName, cancellationToken), problems);
        foreach (var problem in problems)
        {
            output.Note(problem.ToString());
        }

        return [PronunciationLexicon.Create(Path.GetFileName(path), PronunciationScope.Project, 1, entries)];
    }

    private static IEnumerable<string> Lines(TextAnalysis analysis)
    {
        yield return analysis.Normalized;
        yield return string.Join(' ', analysis.Phones);
        foreach (var polyphone in analysis.Polyphones)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{polyphone.Character} (place {polyphone.Index + 1}): {polyphone.Chosen} of {string.Join(", ", polyphone.Candidates)}");
        }

        foreach (var warning in analysis.Warnings)
        {
            yield return "warning: " + warning;
        }
    }

    private static void Repeat(Func<TextAnalysis> analyze, int times, TimeSpan first, CliOutput output)
    {
        var watch = Stopwatch.StartNew();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < times; i++)
        {
            analyze();
        }

        var used = Process.GetCurrentProcess().TotalProcessorTime - processor;
        output.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"first {first.TotalMilliseconds:0} ms with loading, then {watch.Elapsed.TotalMilliseconds / times:0.0} ms each ({used.TotalMilliseconds / times:0.0} ms of processor), {GC.GetTotalMemory(true) / 1_048_576.0:0} MiB held"));
    }

    private sealed record TextLine(string? Text, string? Mode);
}

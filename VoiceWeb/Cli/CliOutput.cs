using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoiceWeb.Cli;

/// <summary>Where a verb's answer goes. With <c>--json</c> standard output carries one JSON document alone; all else goes to standard error.</summary>
internal sealed class CliOutput(TextWriter answer, TextWriter notes, bool json)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether the answer is wanted as JSON.</summary>
    public bool Json { get; } = json;

    /// <summary>Writes the answer: the object as JSON, or the lines.</summary>
    public void Answer(object asJson, params IEnumerable<string> asText)
    {
        if (Json)
        {
            answer.WriteLine(JsonSerializer.Serialize(asJson, asJson.GetType(), Format));
            return;
        }

        foreach (var line in asText)
        {
            answer.WriteLine(line);
        }
    }

    /// <summary>Says something that is not the answer: progress, a hint.</summary>
    public void Note(string line) => notes.WriteLine(line);
}

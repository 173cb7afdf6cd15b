using System.Text.Json;

namespace VoiceWeb.Outcomes;

/// <summary>A refusal that a page's script got over HTTP, on its way back to the page, which shows it in the reader's language.</summary>
/// <param name="Code">The refusal's stable name.</param>
/// <param name="Detail">Its English sentence.</param>
/// <param name="Arguments">Numbers and words that the translated sentence fills in.</param>
public sealed record ReceivedProblem(string? Code, string? Detail, IReadOnlyList<JsonElement>? Arguments)
{
    /// <summary>The refusal as the page's alert takes it.</summary>
    public Refusal ToRefusal() => new Invalid(Code is { Length: > 0 } ? Code : "no-answer", Detail ?? "")
    {
        Arguments =
        [
            .. (Arguments ?? []).Select(argument => argument.ValueKind switch
            {
                JsonValueKind.Number => argument.TryGetInt64(out var whole) ? (object)whole : argument.GetDouble(),
                _ => argument.ToString(),
            }),
        ],
    };
}

using System.Text.Json;

namespace VoiceWeb.Audit;

/// <summary>The facts of an entry, brief enough for a table: what is empty left out, ids and hashes cut to their first digits.</summary>
internal static class AuditFacts
{
    private const int Longest = 20, Kept = 8;

    /// <summary>One line of text. The whole stands in the export.</summary>
    /// <param name="json">A JSON object, as entries hold it.</param>
    public static string Brief(string json)
    {
        using var facts = JsonDocument.Parse(json);
        return string.Join(" · ", facts.RootElement.EnumerateObject()
            .Where(fact => fact.Value.ValueKind != JsonValueKind.Null && fact.Value.GetRawText() is not ("[]" or "{}" or "\"\""))
            .Select(fact => $"{fact.Name}: {Cut(fact.Value.ToString())}"));
    }

    // What has spaces is words, and stays.
    private static string Cut(string value) => value.Length > Longest && !value.Contains(' ', StringComparison.Ordinal) ? $"{value[..Kept]}…" : value;
}

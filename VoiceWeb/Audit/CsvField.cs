namespace VoiceWeb.Audit;

/// <summary>A field of a CSV table.</summary>
internal static class CsvField
{
    /// <summary>Quoted always (RFC 4180); a leading sign would make a spreadsheet compute the field.</summary>
    public static string Quote(string field)
    {
        var safe = field.Length > 0 && field[0] is '=' or '+' or '-' or '@' ? "'" + field : field;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

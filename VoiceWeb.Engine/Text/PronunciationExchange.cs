using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace VoiceWeb.Engine.Text;

/// <summary>
/// Reads and writes pronunciation dictionaries as CSV (columns <c>written,language,reading,kind</c>; kind is <c>reading</c> or
/// <c>alias</c>) and as PLS, W3C's Pronunciation Lexicon Specification 1.0, with the alphabets <c>x-pinyin</c> and <c>x-arpabet</c>.
/// </summary>
public static class PronunciationExchange
{
    private const long LargestDocument = 8 * 1024 * 1024;

    private static readonly XNamespace Pls = "http://www.w3.org/2005/01/pronunciation-lexicon";

    /// <summary>Reads CSV (RFC 4180, comma). A first line with the names of the columns is passed over.</summary>
    /// <param name="csv">The text of the file.</param>
    /// <param name="problems">Receives each line that cannot be used.</param>
    public static IReadOnlyList<PronunciationEntry> ReadCsv(string csv, ICollection<PronunciationProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var entries = new List<PronunciationEntry>();
        var line = 0;
        foreach (var fields in Rows(csv.TrimStart('\uFEFF')))
        {
            line++;
            if (fields is [""] || (line == 1 && fields[0].Equals("written", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            if (fields.Count is < 3 or > 4)
            {
                problems.Add(new PronunciationProblem(
                    line, "columns", fields[0], fields.Count.ToString(CultureInfo.InvariantCulture),
                    string.Create(CultureInfo.InvariantCulture, $"there are {fields.Count} columns; 3 or 4 are needed: written, language, reading, kind.")));
                continue;
            }

            var kind = fields.Count == 4 ? fields[3].Trim() : string.Empty;
            if (kind is not ("" or "reading" or "alias"))
            {
                problems.Add(new PronunciationProblem(line, "kind", fields[0], kind, $"the kind is 'reading' or 'alias', not '{kind}'."));
                continue;
            }

            Add(entries, problems, new PronunciationEntry(Unguarded(fields[0].Trim()), fields[1].Trim(), Unguarded(fields[2].Trim()), kind == "alias"), line);
        }

        return entries;
    }

    /// <summary>
    /// Writes CSV that <see cref="ReadCsv"/> reads back. A field that a spreadsheet would take for a formula gets an apostrophe in front.
    /// </summary>
    public static string WriteCsv(PronunciationLexicon dictionary)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        var builder = new StringBuilder("written,language,reading,kind\r\n");
        foreach (var entry in dictionary.Entries)
        {
            builder.Append(Quoted(Guarded(entry.Written))).Append(',').Append(Quoted(entry.Language)).Append(',').Append(Quoted(Guarded(entry.Reading))).Append(',')
                .Append(entry.IsAlias ? "alias" : "reading").Append("\r\n");
        }

        return builder.ToString();
    }

    /// <summary>Reads PLS. Document type definitions are refused.</summary>
    /// <param name="pls">The text of the document.</param>
    /// <param name="problems">Receives each lexeme that cannot be used.</param>
    /// <exception cref="FormatException">This is no PLS document. The message is fit for a user.</exception>
    public static IReadOnlyList<PronunciationEntry> ReadPls(string pls, ICollection<PronunciationProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(pls);
        XElement root;
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LargestDocument };
            using var reader = XmlReader.Create(new StringReader(pls), settings);
            root = XDocument.Load(reader).Root!;
        }
        catch (XmlException broken)
        {
            throw new FormatException("This is no well-formed PLS document: " + broken.Message, broken);
        }

        if (root.Name != Pls + "lexicon")
        {
            throw new FormatException($"A PLS document starts with a lexicon of {Pls.NamespaceName}, this one with {root.Name.LocalName}.");
        }

        var entries = new List<PronunciationEntry>();
        var language = root.Attribute(XNamespace.Xml + "lang")?.Value ?? "en";
        var row = 0;
        foreach (var lexeme in root.Elements(Pls + "lexeme"))
        {
            row++;
            var alias = lexeme.Element(Pls + "alias")?.Value.Trim();
            var reading = alias ?? lexeme.Element(Pls + "phoneme")?.Value.Trim() ?? string.Empty;
            foreach (var grapheme in lexeme.Elements(Pls + "grapheme"))
            {
                Add(entries, problems, new PronunciationEntry(grapheme.Value.Trim(), language, reading, alias is not null), row);
            }
        }

        return entries;
    }

    /// <summary>Writes the entries of one language as PLS, which knows one language a document.</summary>
    public static string WritePls(PronunciationLexicon dictionary, string language)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        var lexemes = dictionary.Entries.Where(entry => entry.Language.Equals(language, StringComparison.OrdinalIgnoreCase)).Select(entry => new XElement(
            Pls + "lexeme",
            new XElement(Pls + "grapheme", entry.Written),
            entry.IsAlias
                ? new XElement(Pls + "alias", entry.Reading)
                : new XElement(Pls + "phoneme", new XAttribute("alphabet", Markup.ParseReading(entry.Reading)!.Value.IsPinyin ? "x-pinyin" : "x-arpabet"), entry.Reading)));
        var root = new XElement(
            Pls + "lexicon",
            new XAttribute("version", "1.0"),
            new XAttribute("alphabet", language.StartsWith("zh", StringComparison.Ordinal) ? "x-pinyin" : "x-arpabet"),
            new XAttribute(XNamespace.Xml + "lang", language),
            lexemes);
        return new XDeclaration("1.0", "UTF-8", null) + "\n" + root + "\n";
    }

    private static void Add(List<PronunciationEntry> entries, ICollection<PronunciationProblem> problems, PronunciationEntry entry, int row)
    {
        if (entry.Problem() is { } problem)
        {
            problems.Add(new PronunciationProblem(row, entry.ProblemCode()!, entry.Written, entry.Reading, problem));
        }
        else
        {
            entries.Add(entry);
        }
    }

    private static string Guarded(string field) => LooksLikeFormula(field) ? "'" + field : field;

    private static string Unguarded(string field) => field.StartsWith('\'') && LooksLikeFormula(field) ? field[1..] : field;

    /// <summary>Whether a spreadsheet would calculate with a field; apostrophes in front change nothing, so that the guard can be taken off again.</summary>
    private static bool LooksLikeFormula(string field) => field.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];

    private static string Quoted(string field) =>
        field.AsSpan().ContainsAny("\",\r\n") ? "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : field;

    private static IEnumerable<List<string>> Rows(string csv)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < csv.Length; i++)
        {
            var unit = csv[i];
            if (isQuoted)
            {
                if (unit != '"')
                {
                    field.Append(unit);
                }
                else if (i + 1 < csv.Length && csv[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (unit == '"' && field.Length == 0)
            {
                isQuoted = true;
            }
            else if (unit is ',' or '\n')
            {
                fields.Add(field.ToString());
                field.Clear();
                if (unit == '\n')
                {
                    yield return fields;
                    fields = [];
                }
            }
            else if (unit != '\r')
            {
                field.Append(unit);
            }
        }

        if (field.Length > 0 || fields.Count > 0)
        {
            fields.Add(field.ToString());
            yield return fields;
        }
    }
}

using System.Text;
using System.Text.Json;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Text;

/// <summary>Golden/text/upstream-cases.json: what the original front-end makes of 202 texts. Every one must come out the same.</summary>
public sealed class CompatibilityTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "text", "upstream-cases.json"))).RootElement;

    [Fact]
    public void Whole_texts_come_out_as_upstream_has_them()
    {
        var differences = new StringBuilder();
        var cases = Golden.GetProperty("cases").EnumerateArray().ToList();
        foreach (var item in cases)
        {
            var text = item.GetProperty("text").GetString()!;
            var segments = CompatibleAnalyzer.Default.Analyze(text, item.GetProperty("mode").GetString()!);
            var expected = item.GetProperty("segments").EnumerateArray().Select(Show);
            Compare(text, string.Join('\n', expected), string.Join('\n', segments.Select(Show)), differences);
            var ids = item.GetProperty("phone_ids").EnumerateArray().Select(id => id.GetInt32());
            Compare(text, string.Join(' ', ids), string.Join(' ', SymbolTable.IdsOf([.. segments.SelectMany(segment => segment.Phones)])), differences);
        }

        Assert.Equal(string.Empty, differences.ToString());
        Assert.Equal(117, cases.Count);
    }

    [Fact]
    public void Stretches_of_one_language_come_out_as_upstream_has_them()
    {
        var differences = new StringBuilder();
        var cases = Golden.GetProperty("direct_cases").EnumerateArray().ToList();
        foreach (var item in cases)
        {
            var text = item.GetProperty("text").GetString()!;
            var segment = CompatibleAnalyzer.Default.Clean(text, item.GetProperty("lang").GetString()!);
            Compare(text, Show(item), Show(segment), differences);
        }

        Assert.Equal(string.Empty, differences.ToString());
        Assert.Equal(70, cases.Count);
    }

    [Fact]
    public void Texts_are_cut_as_upstream_cuts_them()
    {
        var differences = new StringBuilder();
        var cases = Golden.GetProperty("cut_cases").EnumerateArray().ToList();
        foreach (var item in cases)
        {
            var text = item.GetProperty("text").GetString()!;
            var (language, method) = (item.GetProperty("lang").GetString()!, item.GetProperty("method").GetString()!);
            if (item.TryGetProperty("error", out _))
            {
                Assert.Throws<ArgumentException>(() => CompatibleCutter.Cut(text, language, method));
                continue;
            }

            var expected = item.GetProperty("segments").EnumerateArray().Select(piece => piece.GetString());
            Compare(text, string.Join('|', expected), string.Join('|', CompatibleCutter.Cut(text, language, method)), differences);
        }

        Assert.Equal(string.Empty, differences.ToString());
        Assert.Equal(15, cases.Count);
    }

    private static void Compare(string text, string expected, string actual, StringBuilder differences)
    {
        if (expected != actual)
        {
            differences.AppendLine().AppendLine(text).AppendLine(expected).AppendLine(actual);
        }
    }

    private static string Show(JsonElement segment)
    {
        var counts = segment.GetProperty("word2ph");
        return string.Join(" | ",
            segment.GetProperty("lang").GetString(),
            segment.GetProperty("norm_text").GetString(),
            segment.GetProperty("phones").GetString(),
            counts.ValueKind == JsonValueKind.Null ? string.Empty : string.Join(',', counts.EnumerateArray().Select(count => count.GetInt32())));
    }

    private static string Show(AnalyzedSegment segment) =>
        string.Join(" | ", segment.Language, segment.Normalized, string.Join(' ', segment.Phones), string.Join(',', segment.Word2Ph ?? []));
}

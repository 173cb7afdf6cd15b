using System.Text.RegularExpressions;
using System.Xml.Linq;
using VoiceWeb.Tests.Architecture;

namespace VoiceWeb.Tests.Web.Shell;

/// <summary>Both languages are complete, and no page has words of its own.</summary>
public sealed partial class TextsTests
{
    public static TheoryData<string> Neutral =>
        [.. Repository.Files("VoiceWeb", ".resx").Select(file => file.Path).Where(path => !path.EndsWith(".zh-CN.resx", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Neutral))]
    public void Both_languages_have_the_same_keys_and_no_empty_text(string path)
    {
        var english = Read(path);
        var chinese = Read(path.Replace(".resx", ".zh-CN.resx", StringComparison.Ordinal));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), chinese.Keys.Order(StringComparer.Ordinal));
        Assert.All(english.Concat(chinese), pair => Assert.False(string.IsNullOrWhiteSpace(pair.Value), $"{path}: {pair.Key} is empty."));
    }

    [Theory]
    [MemberData(nameof(Neutral))]
    public void Both_languages_fill_in_the_same_values(string path)
    {
        var english = Read(path);
        var chinese = Read(path.Replace(".resx", ".zh-CN.resx", StringComparison.Ordinal));

        Assert.All(english, pair => Assert.Equal(Places(pair.Value), Places(chinese[pair.Key])));
    }

    [Theory]
    [MemberData(nameof(Neutral))]
    public void Chinese_texts_speak_politely_and_with_full_width_marks(string path)
    {
        var chinese = Read(path.Replace(".resx", ".zh-CN.resx", StringComparison.Ordinal));

        Assert.Empty(chinese.Where(pair => pair.Value.Contains('你')).Select(pair => pair.Key));
        Assert.Empty(chinese.Where(pair => HalfWidthPattern().IsMatch(pair.Value)).Select(pair => $"{pair.Key}: {pair.Value}"));
    }

    [Fact]
    public void Every_resource_has_its_marker_class_in_the_same_folder()
    {
        var missing = Neutral.Select(row => row.Data)
            .Where(path => !File.Exists(Path.Combine(Repository.Root, "VoiceWeb", path.Replace(".resx", ".cs", StringComparison.Ordinal))));
        Assert.Empty(missing);
    }

    [Fact]
    public void No_page_has_literal_text()
    {
        var found = Repository.Files("VoiceWeb", ".razor")
            .SelectMany(file => MarkupWords.In(file.Text).Select(words => $"{file.Path}: {words}"));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("<p>Hello</p>", "Hello")]
    [InlineData("<p title=\"Close it\">@x</p>", "title=\"Close it\"")]
    [InlineData("<MudButton Label=\"Save\" />", "Label=\"Save\"")]
    [InlineData("@if (a < b)\n{\n    <p>你好</p>\n}", "你好")]
    [InlineData("<p>@Text[\"Key\"] and more</p>", "and more")]
    public void The_search_for_literal_text_finds_it(string markup, string words) =>
        Assert.Contains(MarkupWords.In(markup), found => found.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData("<p>@Text[\"Key\"] · @(count + \" px\")</p>")]
    [InlineData("@page \"/clips\"\n@inject IStringLocalizer<ClipsText> Text\n<PageTitle>@Text[\"Title\"]</PageTitle>")]
    [InlineData("@* a remark *@\n<div title=\"@Text[\"Close\"]\">@if (x is { Count: > 0 }) { <b>@x</b> } else { <i /> }</div>")]
    [InlineData("@foreach (var (a, b) in list)\n{\n    var c = a + 1;\n    <li class=\"one two\">@c</li>\n}\n@code { string X => \"literal\"; }")]
    public void The_search_for_literal_text_lets_code_pass(string markup) => Assert.Empty(MarkupWords.In(markup));

    private static Dictionary<string, string> Read(string path)
    {
        var file = Path.Combine(Repository.Root, "VoiceWeb", path);
        Assert.True(File.Exists(file), $"{path} is missing.");
        return XDocument.Load(file).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);
    }

    private static List<string> Places(string text) =>
        [.. PlacePattern().Matches(text).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    // A comma, colon, semicolon, question or exclamation mark of Latin script right after a Chinese character.
    [GeneratedRegex(@"[\u4e00-\u9fff][,:;?!](?!/)")]
    private static partial Regex HalfWidthPattern();

    [GeneratedRegex(@"\{(\d+)")]
    private static partial Regex PlacePattern();
}

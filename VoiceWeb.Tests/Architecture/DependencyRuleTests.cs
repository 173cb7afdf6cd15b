using System.Text.RegularExpressions;

namespace VoiceWeb.Tests.Architecture;

/// <summary>Arrows between folders point down only. A stray one fails here with the file's name.</summary>
public sealed partial class DependencyRuleTests
{
    private static readonly string[] Base = ["Outcomes", "Data", "Security", "Storage", "Audit"];

    // Folder of the app → folders of the app that it may name. Pages may use the shared parts of Shell besides.
    private static readonly Dictionary<string, string[]> Web = new(StringComparer.Ordinal)
    {
        ["Outcomes"] = [],
        ["Data"] = [],
        ["Security"] = ["Outcomes", "Data"],
        ["Storage"] = ["Outcomes", "Data"],
        ["Audit"] = ["Outcomes", "Data", "Security"],
        ["Tenants"] = ["Outcomes", "Data", "Security", "Audit"],
        ["Account"] = ["Outcomes", "Data", "Security", "Audit", "Tenants"],
        ["Consent"] = Base,
        ["Clips"] = Base,
        ["Voices"] = [.. Base, "Clips", "Consent"],
        ["Pronunciations"] = Base,
        ["Synthesis"] = [.. Base, "Consent", "Pronunciations"],
        ["Studio"] = [.. Base, "Synthesis", "Voices", "Pronunciations"],
        ["Admin"] = [.. Base, "Tenants", "Account", "Clips", "Consent", "Voices", "Synthesis", "Studio"],
    };

    // Folder of the app → folders of the engine that it may name; the engine's root contracts are open to all but these rules' first two.
    private static readonly Dictionary<string, string[]> WebToEngine = new(StringComparer.Ordinal)
    {
        ["Storage"] = ["Watermark", "Audio", "Labels", "Provenance"],
        ["Audit"] = ["Labels"],
        ["Consent"] = ["Speakers", "Quality", "Audio"],
        ["Clips"] = ["Audio", "Quality"],
        ["Voices"] = ["Audio", "Quality", "GptSovits"],
        ["Synthesis"] = ["Watermark", "Audio", "Labels", "Provenance", "Text", "Jobs"],
        ["Pronunciations"] = ["Text"],
        ["Studio"] = ["Watermark", "Audio", "Text"],
        ["Admin"] = ["Watermark", "Audio", "Labels", "Provenance", "Inference", "Quality", "GptSovits", "Text"],
    };

    // Folder of the engine → folders of the engine that it may name.
    private static readonly Dictionary<string, string[]> Engine = new(StringComparer.Ordinal)
    {
        ["Audio"] = [],
        ["Checkpoints"] = [],
        ["OnnxGraph"] = [],
        ["Inference"] = [],
        ["Text"] = ["Inference"],
        ["Quality"] = ["Audio"],
        ["Watermark"] = ["Audio"],
        ["Tracks"] = ["Audio", "Watermark"],
        ["Labels"] = ["Audio"],
        ["Provenance"] = ["Audio"],
        ["Speakers"] = ["Audio", "Text", "Builtin", "Checkpoints", "OnnxGraph", "Inference"],
        ["GptSovits"] = ["Audio", "Text", "Checkpoints", "OnnxGraph", "Inference", "Speakers"],
        ["Builtin"] = ["Audio", "Text"],
        ["Jobs"] = [],
        [""] = ["Audio", "Text", "Quality", "Watermark", "Speakers", "Tracks"], // the root contracts
    };

    [Fact]
    public void Folders_of_the_app_name_only_what_lies_below_them()
    {
        var stray =
            from file in Repository.Files("VoiceWeb", ".cs", ".razor")
            let folder = FolderOf(file.Path)
            where Web.ContainsKey(folder)
            from named in Named(WebNamePattern(), file.Text)
            where named != folder && (Web.ContainsKey(named) || named == "Cli") && !Web[folder].Contains(named)
            select $"{file.Path} names {named}";
        Assert.Empty(stray.Distinct());
    }

    [Fact]
    public void Folders_of_the_app_name_only_the_crafts_of_the_engine_that_they_need()
    {
        var stray =
            from file in Repository.Files("VoiceWeb", ".cs", ".razor")
            let folder = FolderOf(file.Path)
            where Web.ContainsKey(folder)
            from named in Named(EngineNamePattern(), file.Text)
            where !(WebToEngine.TryGetValue(folder, out var allowed) && allowed.Contains(named))
            select $"{file.Path} names Engine.{named}";
        Assert.Empty(stray.Distinct());
    }

    [Fact]
    public void Only_pages_use_the_shared_parts_of_the_shell()
    {
        var stray =
            from file in Repository.Files("VoiceWeb", ".cs")
            let folder = FolderOf(file.Path)
            where Web.ContainsKey(folder) && !file.Path.EndsWith(".razor.cs", StringComparison.Ordinal)
            where Named(WebNamePattern(), file.Text).Contains("Shell")
            select file.Path;
        Assert.Empty(stray);
    }

    [Fact]
    public void Folders_of_the_engine_name_only_what_lies_below_them()
    {
        var stray =
            from file in Repository.Files("VoiceWeb.Engine", ".cs")
            let folder = FolderOf(file.Path)
            where Engine.ContainsKey(folder) && file.Path != "EngineFeature.cs"
            from named in Named(EngineNamePattern(), file.Text)
            where named != folder && !Engine[folder].Contains(named)
            select $"{file.Path} names {named}";
        Assert.Empty(stray.Distinct());
    }

    [Fact]
    public void Every_folder_has_its_rule()
    {
        var web = Repository.Files("VoiceWeb", ".cs", ".razor").Select(file => FolderOf(file.Path)).Except(Web.Keys);
        var engine = Repository.Files("VoiceWeb.Engine", ".cs").Select(file => FolderOf(file.Path)).Except(Engine.Keys);
        // These may name everything: the frame, the command line, the composition; and the one folder of the engine that knows all others.
        Assert.Equal(["", "Cli", "Shell"], web.Order(StringComparer.Ordinal));
        Assert.Equal(["Speech"], engine);
    }

    [Theory]
    [InlineData("VoiceWeb.Engine", @"Microsoft\.(AspNetCore|EntityFrameworkCore)|MudBlazor", "")]
    [InlineData("VoiceWeb.Engine", @"using Microsoft\.ML\.OnnxRuntime", "Inference/")]
    [InlineData("VoiceWeb", @"using Microsoft\.ML\.OnnxRuntime", "")]
    [InlineData("VoiceWeb.Engine", @"new WatermarkedAudio\(", "Watermark/")]
    [InlineData("VoiceWeb", @"new WatermarkedAudio\(", "")]
    [InlineData("VoiceWeb", @"new ConsentGrant\(", "Consent/ConsentGate.cs")]
    [InlineData("VoiceWeb", @"\bISpeechEngine\b", "Synthesis/")]
    [InlineData("VoiceWeb", @"\bIVoiceFitter\b", "Voices/|Cli/DoctorVerb.cs")] // doctor asks for the state of the models
    [InlineData("VoiceWeb", @"using MudBlazor", "*.razor.cs|Shell/")]
    // What a worker raises is drawn in the server's language unless the page's is set. The audit page hears of its own work alone, which has the page's.
    [InlineData("VoiceWeb", @"_ = InvokeAsync\((?!\(\) => _language\.DoAsync)", "Audit/AuditPage.razor.cs")]
    // A page may still be drawing on its own thread: only an awaited event has happened when the test looks.
    [InlineData("VoiceWeb.Tests", @"\.(Click|Change|Input|Submit)\(", "Engine/")]
    [InlineData("VoiceWeb", @"UseShellExecute = true|cmd\.exe|/bin/(ba)?sh", "")]
    public void Is_written_in_its_one_place_only(string project, string pattern, string place)
    {
        var places = place.Split('|', StringSplitOptions.RemoveEmptyEntries);
        var stray = Repository.Files(project, ".cs")
            .Where(file => Regex.IsMatch(WithoutComments(file.Text), pattern))
            .Select(file => file.Path)
            .Where(path => !places.Any(allowed => allowed.StartsWith('*')
                ? path.EndsWith(allowed[1..], StringComparison.Ordinal)
                : path.StartsWith(allowed, StringComparison.Ordinal)));
        Assert.Empty(stray);
    }

    [Fact]
    public void Pages_never_touch_the_database()
    {
        var stray = Repository.Files("VoiceWeb", ".razor", ".razor.cs")
            .Where(file => DatabasePattern().IsMatch(file.Text)).Select(file => file.Path);
        Assert.Empty(stray);
    }

    [Fact]
    public void Every_page_says_who_may_see_it()
    {
        var silent = Repository.Files("VoiceWeb", ".razor")
            .Where(file => file.Text.Contains("@page \"", StringComparison.Ordinal) && !WhoMayPattern().IsMatch(file.Text))
            .Select(file => file.Path);
        Assert.Empty(silent);
    }

    [Fact]
    public void No_page_carries_a_script_that_the_content_policy_would_stop()
    {
        var stray = Repository.Files("VoiceWeb", ".razor")
            .Where(file => InlineScriptPattern().IsMatch(file.Text)).Select(file => file.Path);
        Assert.Empty(stray);
    }

    [Fact]
    public void No_source_file_is_too_long_to_hold_in_the_head()
    {
        var tooLong = new[] { "VoiceWeb", "VoiceWeb.Engine" }
            .SelectMany(project => Repository.Files(project, ".cs", ".razor"))
            .Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => (file.Path, Lines: file.Text.Count(character => character == '\n')))
            .Where(file => file.Lines > 500)
            .Select(file => $"{file.Path}: {file.Lines} lines");
        Assert.Empty(tooLong);
    }

    private static string FolderOf(string path) => path.IndexOf('/') is > 0 and var end ? path[..end] : "";

    private static IEnumerable<string> Named(Regex pattern, string text) =>
        pattern.Matches(WithoutComments(text)).Select(match => match.Groups[1].Value).Distinct();

    private static string WithoutComments(string text) => CommentPattern().Replace(text, "");

    [GeneratedRegex(@"^\s*//.*$|@\*.*?\*@", RegexOptions.Multiline)]
    private static partial Regex CommentPattern();

    [GeneratedRegex(@"\bVoiceWeb\.(?!Engine\b)([A-Z]\w+)(?=[.;\r\n])(?<!namespace VoiceWeb\.\1)")]
    private static partial Regex WebNamePattern();

    [GeneratedRegex(@"\bVoiceWeb\.Engine\.([A-Z]\w+)(?=[.;\r\n])(?<!namespace VoiceWeb\.Engine\.\1)")]
    private static partial Regex EngineNamePattern();

    [GeneratedRegex(@"\bVoiceWebDb\b|\bIDbContextFactory\b|Microsoft\.EntityFrameworkCore")]
    private static partial Regex DatabasePattern();

    [GeneratedRegex(@"@attribute \[(Authorize|AllowAnonymous)\b")]
    private static partial Regex WhoMayPattern();

    [GeneratedRegex(@"<script(?![^>]*\ssrc=)|\son[a-z]+=""(?!@)|javascript:")]
    private static partial Regex InlineScriptPattern();
}

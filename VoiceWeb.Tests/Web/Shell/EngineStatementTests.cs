using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Engine;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Shell;
using VoiceWeb.Tests.Architecture;

namespace VoiceWeb.Tests.Web.Shell;

/// <summary>What the engine says reaches pages in their reader's language.</summary>
public sealed partial class EngineStatementTests : PageTest
{
    [Fact]
    public void Every_statement_of_the_engine_has_a_translation()
    {
        var codes = Repository.Files("VoiceWeb.Engine", ".cs")
            .SelectMany(file => StatementPattern().Matches(file.Text).Select(match => match.Groups[1].Value))
            .ToHashSet();
        codes.UnionWith(Repository.Files("VoiceWeb.Engine", ".cs")
            .SelectMany(file => UnspeakablePattern().Matches(file.Text).Select(match => match.Groups[1].Value)));
        var texts = Repository.Files("VoiceWeb", ".zh-CN.resx").SelectMany(file => XDocument.Parse(file.Text).Root!.Elements("data"))
            .Select(text => text.Attribute("name")!.Value).ToHashSet();

        Assert.Superset(new HashSet<string> { "provider-no-cuda", "model-file-gone", "espeak-missing", "engine-unavailable", "style-unknown" }, codes);
        Assert.DoesNotContain(codes, code => !texts.Contains($"Said.{code}") && !texts.Contains($"Refusal.{code}"));
    }

    [Theory]
    [InlineData("zh-CN", "，运行于 CPU。CUDA：已由设置 Engine:Device = Cpu 关闭。")]
    [InlineData("en", " on CPU. CUDA: switched off by Engine:Device = Cpu.")]
    public void What_networks_run_on_is_said_in_the_language_of_the_reader(string language, string said)
    {
        var providers = new SessionFactory(new InferenceOptions { Device = Device.Cpu }).Providers;

        Assert.Equal($"ONNX Runtime {providers.RuntimeVersion}{said}", In(language, providers.Statement));
    }

    [Fact]
    public void A_network_that_cannot_be_opened_is_told_with_its_file() => Assert.Equal(
        "无法打开模型的网络：vocoder.bin。文件可能已损坏：请校验模型文件，或重新导入。",
        In("zh-CN", new EngineUnavailableException(new EngineStatement("network-file", "It cannot be used.", "vocoder.bin")).Statement));

    [Fact]
    public void A_reason_for_which_an_import_is_refused_needs_no_second_translation() =>
        Assert.Equal("模型 base 已损坏：无法读取其说明文件。请移除后重新导入。", In("zh-CN", new EngineStatement("model-damaged", "It is damaged.", "base")));

    [Fact]
    public void What_was_kept_is_said_in_the_language_of_whoever_reads_it_later()
    {
        var kept = JsonSerializer.Serialize<IReadOnlyList<EngineStatement>>(
        [
            new("fit-style", "Style \"happy\": …", "happy", new EngineStatement("fit-chosen-prompt", "…", 4.25, 2)),
            new ReferenceWindow(16_000, 64_000, 16_000, 1, 0.8, 40, 3, ClearEnds: true) { ChangeSeconds = 3 }.Statement,
        ]);
        var read = JsonSerializer.Deserialize<IReadOnlyList<EngineStatement>>(kept)!;

        Assert.Equal("风格“happy”：一段 4.3 秒的片段连同文字决定节奏和语调；音色取 2 个片段的平均。", In("zh-CN", read[0]));
        Assert.Equal("1.0 至 5.0 秒：80% 的时间在说话，噪声低 40 分贝，3 个采样削波，起止都在停顿处，但 3.0 秒处似乎换了人说话。", In("zh-CN", read[1]));
    }

    [Fact]
    public void Notes_of_older_voices_stay_as_they_were_written() =>
        Assert.Equal("It was learned.", In("zh-CN", JsonSerializer.Deserialize<EngineStatement>("\"It was learned.\"")!));

    private string In(string language, EngineStatement statement)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language); // of this test's own flow
        return Services.GetRequiredService<RefusalTexts>().Of(statement);
    }

    // new EngineStatement("code", and new("code", with a sentence after it.
    [GeneratedRegex(@"new(?: EngineStatement)?\(\s*""([a-z]+(?:-[a-z]+)*)"",\s*(?:\$?""|[A-Z]|message)")]
    private static partial Regex StatementPattern();

    [GeneratedRegex(@"UnspeakableTextException\(\s*""([a-z]+(?:-[a-z]+)*)""")]
    private static partial Regex UnspeakablePattern();
}

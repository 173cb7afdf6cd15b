using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;
using VoiceWeb.Engine.Text;
using VoiceWeb.Pronunciations;
using VoiceWeb.Security;
using VoiceWeb.Studio;

namespace VoiceWeb.Tests.Web.Studio;

/// <summary>What a writer sees under the text, and what a click writes.</summary>
public sealed class ReadingPanelTests : PageTest
{
    private readonly BunitJSInterop _script;

    public ReadingPanelTests()
    {
        Services.AddLogging();
        Services.AddPronunciations();
        Services.AddSingleton<TextFrontEnd>();
        var module = JSInterop.SetupModule("./Studio/ReadingPanel.razor.js");
        module.Mode = JSRuntimeMode.Loose;
        _script = module.SetupModule(call => call.Identifier == "attach");
        _script.Mode = JSRuntimeMode.Loose;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_are_shown_in_words_and_polyphones_with_all_their_readings()
    {
        var panel = await ShowAsync(await AddMemberAsync(TenantRole.Teacher), "小明长大了，比分3:2。");

        Assert.Equal("3:2", panel.Find(".vw-reading-written").TextContent);
        Assert.Equal("三比二", panel.Find(".vw-reading-said-as strong").TextContent);
        var row = Row(panel, "长");
        Assert.Equal(["cháng:false", "zhǎng:true"], row.QuerySelectorAll(".vw-polyphone-reading").Select(b => $"{b.TextContent}:{b.GetAttribute("aria-pressed")}").Order(StringComparer.Ordinal));
        Assert.Equal("Read 长 as cháng in this text", row.QuerySelectorAll("button").Single(b => b.TextContent == "cháng").GetAttribute("aria-label"));
    }

    [Theory]
    [InlineData("你好[pause:99s]。", "“[pause:99s]”没有生效：停顿写作 0.5s 或 500ms，最长 10 秒。")]
    [InlineData("长(zhang3 da4)。", "“(zhang3 da4)”没有生效：音节比前面的汉字多。")]
    [InlineData("[slot:happy]你好。", "风格“happy”只对有同名风格的 GPT-SoVITS 声音有效；没有风格的声音会用自己原来的方式朗读这一部分。")]
    [InlineData("[lang:e]你好。", "“[lang:e]”没有生效：语言写作 zh、en 或 pt-BR。")]
    [InlineData("word[read:xyz] 你好。", "“[read:xyz]”没有生效：读音写作 ARPAbet（HH AH0 L OW1）或拼音（zhang3 da4）。")]
    [InlineData("안녕하세요", "语言“ko”没有音素：需要音素的声音模型读不了这一部分。")]
    [InlineData("你好💪。", "“💪”没有读音，不会读出。")]
    public async Task What_cannot_be_followed_is_said_in_the_writers_language(string text, string said)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // of this test's own flow

        var panel = await ShowAsync(await AddMemberAsync(TenantRole.Teacher), text);

        Assert.Equal(said, Assert.Single(panel.FindAll(".vw-reading-warnings li")).TextContent);
    }

    [Fact]
    public async Task A_click_on_another_reading_writes_it_into_the_text()
    {
        _script.Setup<bool>("edit", _ => true).SetResult(true);
        var panel = await ShowAsync(await AddMemberAsync(TenantRole.Teacher), "小明长大了。", start: 100);

        await Row(panel, "长").QuerySelectorAll("button").Single(b => b.TextContent == "cháng").ClickAsync();

        var edit = Assert.Single(_script.Invocations["edit"]);
        Assert.Equal([103, "", "(chang2)", "小明长大了。", 100], edit.Arguments);
        panel.WaitForAssertion(() => Assert.Equal("长 is read cháng in this text.", panel.Find(".vw-reading-said").TextContent));
    }

    [Fact]
    public async Task A_text_that_has_changed_meanwhile_is_left_alone_and_that_is_said()
    {
        _script.Setup<bool>("edit", _ => true).SetResult(false);
        var panel = await ShowAsync(await AddMemberAsync(TenantRole.Teacher), "小明长大了。");

        await Row(panel, "长").QuerySelectorAll("button").Single(b => b.TextContent == "cháng").ClickAsync();

        panel.WaitForAssertion(() => Assert.Contains("changed meanwhile", panel.Find(".vw-reading-said").TextContent));
    }

    [Fact]
    public async Task A_reading_is_saved_for_the_school_with_its_whole_word_and_shown_at_once()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var panel = await ShowAsync(me, "去重庆，重庆。");
        await Row(panel, "重").QuerySelectorAll("button")[^1].ClickAsync();
        Assert.Equal("重庆", panel.Find("#reading-word").GetAttribute("value"));
        Assert.Equal("chong2 qing4", panel.Find("#reading-syllables").GetAttribute("value"));

        await panel.Find("#reading-syllables").ChangeAsync("zhong4 qing4");
        await panel.Find(".vw-polyphone-form").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Contains("Saved for your school", panel.Find(".vw-reading-said").TextContent));
        panel.WaitForAssertion(() => Assert.All(
            panel.FindAll(".vw-polyphones > li").Where(li => li.QuerySelector("mark")!.TextContent == "重"),
            li => Assert.Equal("zhòng", li.QuerySelector("[aria-pressed=true]")!.TextContent)));
        var saved = (await Services.GetRequiredService<PronunciationLibrary>().FindAsync(me, me.TenantId, Token)).Value;
        Assert.Equal("zhong4 qing4", saved.Find("重庆")!.Reading);
    }

    [Fact]
    public async Task A_reading_that_is_none_is_refused_in_words()
    {
        var panel = await ShowAsync(await AddMemberAsync(TenantRole.Teacher), "去重庆。");
        await Row(panel, "重").QuerySelectorAll("button")[^1].ClickAsync();

        await panel.Find("#reading-syllables").ChangeAsync("zhong9");
        await panel.Find(".vw-polyphone-form").SubmitAsync();

        panel.WaitForElement("[data-code='word-notation']");
    }

    [Fact]
    public async Task Languages_are_parted_and_another_one_is_written_around_the_stretch()
    {
        _script.Setup<bool>("edit", _ => true).SetResult(true);
        var panel = await ShowAsync(await AddMemberAsync(TenantRole.Teacher), "我用Windows系统");
        Assert.Equal(["zh", "en", "zh"], panel.FindAll(".vw-reading-span").Select(span => span.GetAttribute("lang")));

        await panel.FindAll(".vw-reading-language")[1].ChangeAsync("zh");

        Assert.Equal([2, "Windows", "[lang:zh]Windows[/lang]", "我用Windows系统", 0], Assert.Single(_script.Invocations["edit"]).Arguments);
    }

    [Fact]
    public async Task What_cannot_be_read_is_marked_and_said()
    {
        var panel = await ShowAsync(await AddMemberAsync(TenantRole.Teacher), "加油💪[slot:happy]，好。");

        Assert.StartsWith("💪", panel.Find(".vw-reading-unknown").TextContent);
        Assert.Contains("“💪” has no reading and is not spoken.", panel.Find(".vw-reading-warnings").TextContent);
        Assert.Contains("a voice without styles speaks this part in its own", panel.Find(".vw-reading-warnings").TextContent);
    }

    [Fact]
    public async Task Before_the_first_word_it_says_what_will_be_here_and_of_a_long_text_it_shows_a_part()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var panel = await ShowAsync(me, "");
        Assert.Contains("As soon as you write", panel.Markup);

        await panel.InvokeAsync(() => panel.Instance.ShowAsync("长大了。", 600, 9_000));

        Assert.Contains("4 of 9,000 characters", panel.Markup);
    }

    [Fact]
    public async Task A_projects_dictionary_is_chosen_here_and_applies_at_once()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var edit = Services.GetRequiredService<EditPronunciations>();
        var project = (await edit.CreateAsync(me, "History", Token)).Value;
        await edit.SetAsync(me, project, new PronunciationEntry("长大", "zh", "chang2 da4"), Token);
        Guid? chosen = null;
        var panel = await ShowAsync(me, "他长大了。", changed: id => chosen = id);
        Assert.Equal("zhǎng", Row(panel, "长").QuerySelector("[aria-pressed=true]")!.TextContent);

        await panel.Find("#reading-dictionary").ChangeAsync(project.ToString());

        panel.WaitForAssertion(() => Assert.Equal("cháng", Row(panel, "长").QuerySelector("[aria-pressed=true]")!.TextContent));
        Assert.Equal(project, chosen);
    }

    private async Task<IRenderedComponent<ReadingPanel>> ShowAsync(CurrentUser me, string text, int start = 0, Action<Guid?>? changed = null)
    {
        var panel = RenderFor<ReadingPanel>(me, parameters => parameters
            .Add(p => p.TextAreaId, "studio-text").Add(p => p.Language, "auto").Add(p => p.Languages, ["zh", "en"]).Add(p => p.DictionaryIdChanged, changed ?? (_ => { })));
        await panel.InvokeAsync(() => panel.Instance.ShowAsync(text, start, start + text.Length));
        return panel;
    }

    private static IElement Row(IRenderedComponent<ReadingPanel> panel, string character) =>
        panel.FindAll(".vw-polyphones > li").First(li => li.QuerySelector("mark")!.TextContent == character);
}

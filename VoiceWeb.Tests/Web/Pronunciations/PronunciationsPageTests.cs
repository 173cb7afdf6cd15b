using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;
using VoiceWeb.Engine.Text;
using VoiceWeb.Outcomes;
using VoiceWeb.Pronunciations;

namespace VoiceWeb.Tests.Web.Pronunciations;

public sealed class PronunciationsPageTests : PageTest
{
    public PronunciationsPageTests()
    {
        Services.AddLogging();
        Services.AddPronunciations();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_word_is_added_found_changed_and_removed()
    {
        var page = RenderFor<PronunciationsPage>(await AddMemberAsync(TenantRole.Teacher));
        page.WaitForElement(".vw-empty");

        await page.Find("#word-written").ChangeAsync("重庆");
        await page.Find("#word-reading").ChangeAsync("chong2 qing4");
        await page.Find(".vw-lexicon-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("chóng qìng", page.Find(".vw-words li").TextContent));
        Assert.Contains("Words: 1 · version 1", page.Find("[aria-current] small").TextContent);

        await page.Find("#word-search").InputAsync("nothing like it");
        Assert.Empty(page.FindAll(".vw-words li"));
        await page.Find("#word-search").InputAsync("CHONG");
        await page.Find("[aria-label='Change 重庆']").ClickAsync();
        Assert.Equal("chong2 qing4", page.Find("#word-reading").GetAttribute("value"));
        await page.Find("#word-reading").ChangeAsync("zhong4 qing4");
        await page.Find(".vw-lexicon-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Version 2", page.Find(".vw-lexicon-said").TextContent));

        await page.Find("#word-search").InputAsync("");
        await page.Find("[aria-label='Remove 重庆']").ClickAsync();
        page.WaitForElement(".vw-empty");
    }

    [Fact]
    public async Task Rows_of_a_file_that_cannot_be_used_are_named_in_the_readers_language()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // of this test's own flow
        var page = RenderFor<PronunciationsPage>(await AddMemberAsync(TenantRole.Teacher));
        page.WaitForElement(".vw-empty");

        await page.InvokeAsync(() => page.Instance.ImportedAsync(
            new ImportReport(0, 0, 0, [new PronunciationProblem(2, "count", "重庆", "chong2", "…"), new PronunciationProblem(5, "columns", "x", "2", "…"), new PronunciationProblem(6, "kind", "x", "maybe", "…")], 1), null));

        Assert.Equal(
            ["第 2 行：“重庆”的每个汉字都需要一个拼音音节。", "第 5 行：有 2 列；需要 3 列或 4 列：written、language、reading、kind。", "第 6 行：kind 一列只能写 reading 或 alias，不能写“maybe”。"],
            page.FindAll(".vw-note li").Select(row => row.TextContent));
    }

    [Fact]
    public async Task A_teacher_makes_a_projects_dictionary_and_only_looks_at_the_installations()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var page = RenderFor<PronunciationsPage>(me);
        await page.WaitForElement("#lexicon-new").ChangeAsync("Geography");
        await page.Find(".vw-lexicons nav form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("/pronunciations/", Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri));

        var installation = RenderFor<PronunciationsPage>(me, parameters => parameters.Add(p => p.DictionaryId, Lexicon.InstallationId));
        installation.WaitForAssertion(() => Assert.Contains("but not change it", installation.Markup));
        Assert.Empty(installation.FindAll(".vw-lexicon-form, #lexicon-file"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_word_is_said_and_a_foreign_dictionary_is_not_found()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var page = RenderFor<PronunciationsPage>(me);
        await page.WaitForElement("#word-written").ChangeAsync("重庆");
        await page.Find("#word-reading").ChangeAsync("chong2");
        await page.Find(".vw-lexicon-form").SubmitAsync();
        page.WaitForElement("[data-code='word-count']");

        var stranger = await AddMemberAsync(TenantRole.Admin);
        var foreign = RenderFor<PronunciationsPage>(stranger, parameters => parameters.Add(p => p.DictionaryId, me.TenantId));
        foreign.WaitForElement("[data-code='dictionary-not-found']");
    }

    [Fact]
    public async Task An_import_is_reported_with_the_rows_that_could_not_be_used()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var page = RenderFor<PronunciationsPage>(me);
        page.WaitForElement("#lexicon-file");
        var report = await Services.GetRequiredService<EditPronunciations>().ImportAsync(me, me.TenantId, "好,zh,hao3,\n坏,zh,x,\n", Token);

        await page.InvokeAsync(() => page.Instance.ImportedAsync(report.Value, null));
        Assert.Contains("Added: 1, replaced: 0, unchanged: 0, not usable: 1.", page.Find(".vw-note-warning").TextContent);
        Assert.Contains("Row 2", page.Find(".vw-note-warning li").TextContent);
        Assert.Contains("好", page.Find(".vw-words").TextContent);

        await page.InvokeAsync(() => page.Instance.ImportedAsync(null, new ReceivedProblem("import-not-text", "", [])));
        page.WaitForElement("[data-code='import-not-text']");
    }

    [Theory]
    [InlineData("zhang3", "zhǎng")]
    [InlineData("lv4", "lǜ")]
    [InlineData("shui3", "shuǐ")]
    [InlineData("gou3", "gǒu")]
    [InlineData("xue2", "xué")]
    [InlineData("liu4", "liù")]
    [InlineData("de5", "de")]
    [InlineData("en", "en")]
    public void Pinyin_is_shown_with_its_tone_mark(string syllable, string expected) => Assert.Equal(expected, PinyinNotation.WithMark(syllable));
}

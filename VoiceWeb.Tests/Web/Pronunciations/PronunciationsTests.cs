using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Text;
using VoiceWeb.Pronunciations;
using VoiceWeb.Security;
using VoiceWeb.Synthesis;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Pronunciations;

/// <summary>Whose readings apply, who may lay them down, and that every rendering is read as it was asked for.</summary>
public sealed class PronunciationsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_goes_before_its_school_and_the_school_before_the_installation()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var (owner, teacher, edit) = (await OwnerAsync(school), await school.AddTeacherAsync(await school.AddTenantAsync()), school.Get<EditPronunciations>());
        var project = await edit.CreateAsync(teacher, "Geography", Token);
        foreach (var (user, id, reading) in new[] { (owner, Lexicon.InstallationId, "zhang1 da1"), (teacher, teacher.TenantId, "zhang2 da2"), (teacher, project.Value, "zhang4 da4") })
        {
            Assert.True((await edit.SetAsync(user, id, new PronunciationEntry("长大", "zh", reading), Token)).Succeeded);
        }

        Assert.Equal("zh ang4 d a4", await ReadAsync(school, teacher, project.Value));
        Assert.Equal("zh ang2 d a2", await ReadAsync(school, teacher, null));
        var stranger = await school.AddTeacherAsync(await school.AddTenantAsync());
        Assert.Equal("zh ang1 d a1", await ReadAsync(school, stranger, null));

        await edit.ClearAsync(teacher, teacher.TenantId, "长大", Token);
        Assert.Equal("zh ang1 d a1", await ReadAsync(school, teacher, null));
    }

    [Fact]
    public async Task A_recording_that_waits_keeps_the_version_that_it_was_asked_for_with()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var edit = school.Get<EditPronunciations>();
        await edit.SetAsync(teacher, teacher.TenantId, new PronunciationEntry("重庆", "zh", "zhong4 qing4"), Token);
        var before = await school.OrderAsync(teacher, voice, "重庆，比分3:2。");
        await edit.SetAsync(teacher, teacher.TenantId, new PronunciationEntry("重庆", "zh", "chong2 qing4"), Token);
        var after = await school.OrderAsync(teacher, voice, "重庆，比分3:2。");
        await school.WorkAsync();
        await school.UntilOverAsync(before.Id, after.Id);

        Assert.StartsWith("zh ong4 q ing4", Assert.Single((await school.FindAsync(before.Id)).Parts).Phones);
        var part = Assert.Single((await school.FindAsync(after.Id)).Parts);
        Assert.StartsWith("ch ong2 q ing4", part.Phones);
        Assert.Equal("重庆,比分三比二.", part.SpokenWords);
        Assert.NotEqual(before.Dictionaries, after.Dictionaries);
    }

    [Fact]
    public async Task A_recording_keeps_the_readings_of_a_project_whose_dictionary_was_taken_away_meanwhile()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var edit = school.Get<EditPronunciations>();
        var project = (await edit.CreateAsync(teacher, "Drama", Token)).Value;
        await edit.SetAsync(teacher, project, new PronunciationEntry("Hermia", "en", "HH ER1 M IY0 AH0"), Token);
        var order = new SpeakOrder(voice, "Hermia") { Language = "en", DictionaryId = project };
        var ordered = await school.Get<SpeakText>().SpeakAsync(teacher, order, Token);
        await edit.RemoveAsync(teacher, project, Token);
        await school.WorkAsync();
        await school.UntilOverAsync(ordered.Value.Id);

        Assert.Equal("HH ER1 M IY0 AH0", Assert.Single((await school.FindAsync(ordered.Value.Id)).Parts).Phones);
        Assert.Equal("dictionary-not-found", (await school.Get<SpeakText>().SpeakAsync(teacher, order, Token)).Refusal!.Code);
    }

    [Fact]
    public async Task Each_may_change_what_is_theirs_and_another_school_finds_nothing()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var tenant = await school.AddTenantAsync();
        var (teacher, student, stranger) = (await school.AddTeacherAsync(tenant), await school.AddTeacherAsync(tenant, TenantRole.Student), await school.AddTeacherAsync(await school.AddTenantAsync()));
        var edit = school.Get<EditPronunciations>();
        var project = (await edit.CreateAsync(teacher, "Chemistry", Token)).Value;
        var entry = new PronunciationEntry("pH", "en", "P IY1 EY1 CH");

        Assert.Equal("dictionary-role", (await edit.SetAsync(teacher, Lexicon.InstallationId, entry, Token)).Refusal!.Code);
        Assert.Equal("dictionary-role", (await edit.SetAsync(student, tenant, entry, Token)).Refusal!.Code);
        Assert.Equal("dictionary-role", (await edit.CreateAsync(student, "Mine", Token)).Refusal!.Code);
        foreach (var id in new[] { tenant, project, Guid.NewGuid() })
        {
            Assert.Equal("dictionary-not-found", (await edit.SetAsync(stranger, id, entry, Token)).Refusal!.Code);
            Assert.Equal("dictionary-not-found", (await edit.RemoveAsync(stranger, id, Token)).Refusal!.Code);
            Assert.Equal("dictionary-not-found", (await school.Get<PronunciationLibrary>().FindAsync(stranger, id, Token)).Refusal!.Code);
        }

        Assert.DoesNotContain(await school.Get<PronunciationLibrary>().ListAsync(stranger, Token), s => s.Id == tenant || s.Id == project);
        Assert.Equal("dictionary-name", (await edit.CreateAsync(teacher, " chemistry ", Token)).Refusal!.Code);
        Assert.Equal("word-notation", (await edit.SetAsync(teacher, project, new PronunciationEntry("长", "zh", "zhang9"), Token)).Refusal!.Code);
        Assert.Equal("word-not-found", (await edit.ClearAsync(teacher, project, "pH", Token)).Refusal!.Code);
    }

    [Fact]
    public async Task Every_change_makes_one_version_and_one_entry_of_the_record_without_the_words()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var edit = school.Get<EditPronunciations>();
        Assert.Equal(1, (await edit.SetAsync(teacher, teacher.TenantId, new PronunciationEntry("Nguyen", "en", "W IH1 N"), Token)).Value);
        Assert.Equal(2, (await edit.SetAsync(teacher, teacher.TenantId, new PronunciationEntry("NGUYEN", "en", "N UW1 Y EH1 N"), Token)).Value);
        Assert.Equal(2, (await edit.SetAsync(teacher, teacher.TenantId, new PronunciationEntry("NGUYEN", "en", "N UW1 Y EH1 N"), Token)).Value);
        var report = (await edit.ImportAsync(teacher, teacher.TenantId, "written,language,reading,kind\nNguyen,en,W IH1 N,\n重庆,zh,chong2 qing4,\nbad,zh,x,\n", Token)).Value;
        Assert.Equal((1, 1, 0, 1, 3), (report.Added, report.Replaced, report.Unchanged, report.Problems.Count, report.Version));
        Assert.Equal(4, (await edit.ClearAsync(teacher, teacher.TenantId, "nguyen", Token)).Value);

        var now = (await school.Get<PronunciationLibrary>().FindAsync(teacher, teacher.TenantId, Token)).Value;
        Assert.Equal((4, "重庆"), (now.Version, Assert.Single(now.Entries).Written));
        await using var db = await school.Installation.Databases.OpenForInstallationAsync(Token);
        var entries = await db.AuditEntries.Where(e => e.Subject == $"dictionary:{teacher.TenantId}").OrderBy(e => e.Sequence).ToListAsync(Token);
        Assert.Equal(["PronunciationSet", "PronunciationSet", "PronunciationsImported", "PronunciationCleared"], entries.Select(e => e.Event));
        Assert.DoesNotContain(entries, e => e.FactsJson.Contains("guyen", StringComparison.Ordinal));
        Assert.True((await school.Get<AuditChainCheck>().CheckAsync(null, Token)).Whole);
    }

    [Theory]
    [InlineData("", "import-nothing")]
    [InlineData("a,b\n", "import-nothing")]
    [InlineData("<lexicon/>", "import-not-pls")]
    public async Task A_file_without_a_usable_row_changes_nothing(string file, string code)
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());

        Assert.Equal(code, (await school.Get<EditPronunciations>().ImportAsync(teacher, teacher.TenantId, file, Token)).Refusal!.Code);

        Assert.All(await school.Get<PronunciationLibrary>().ListAsync(teacher, Token), summary => Assert.Equal(0, summary.Version));
    }

    private static async Task<CurrentUser> OwnerAsync(SpeakingSchool school) =>
        await school.AddTeacherAsync(await school.AddTenantAsync(), TenantRole.Admin) with { IsOwner = true };

    private static async Task<string> ReadAsync(SpeakingSchool school, CurrentUser user, Guid? project)
    {
        var set = (await school.Get<PronunciationLibrary>().InForceAsync(user.TenantId, project, Token)).Value.Set;
        return string.Join(' ', school.Get<TextFrontEnd>().Analyze("长大", "zh", dictionaries: set).Phones);
    }
}

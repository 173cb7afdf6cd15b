using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Outcomes;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

public sealed class SpeakTextTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> BadTexts => new()
    {
        { "", "text-empty" },
        { " \n\t ", "text-empty" },
        { "!!! ... ——— 🙂", "no-speakable-characters" },
        { new string('a', 20_001), "text-too-long" },
        { string.Concat(Enumerable.Repeat("𠀀", 20_001)), "text-too-long" },
    };

    [Theory]
    [MemberData(nameof(BadTexts))]
    public async Task A_text_that_cannot_be_spoken_is_refused_and_nothing_is_queued(string text, string code)
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);

        var refusal = await RefusedAsync(school, teacher, new SpeakOrder(voice, text));

        Assert.Equal(code, refusal.Code);
        await using var db = await school.Installation.Databases.OpenForInstallationAsync(Token);
        Assert.Empty(db.Renderings);
        Assert.Empty(db.AuditEntries);
    }

    [Fact]
    public async Task The_longest_text_is_accepted_and_one_more_character_names_limit_and_remedy()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);

        // Characters outside the basic plane are one character each, though two UTF-16 units.
        await school.OrderAsync(teacher, voice, string.Concat(Enumerable.Repeat("𠀀", 20_000)));
        var refusal = await RefusedAsync(school, teacher, new SpeakOrder(voice, new string('a', 20_001)));

        Assert.Equal("The text has 20,001 characters; one recording may have 20,000. Split it into several recordings.", refusal.Message);
        Assert.Equal([20_001, 20_000], refusal.Arguments);
    }

    [Theory]
    [InlineData("xx yy", 1, 0, 300, "language-unknown")]
    [InlineData("en", 0.4, 0, 300, "setting-out-of-range")]
    [InlineData("en", double.NaN, 0, 300, "setting-out-of-range")]
    [InlineData("en", 1, 13, 300, "setting-out-of-range")]
    [InlineData("en", 1, 0, -1, "setting-out-of-range")]
    [InlineData("en", 1, 0, 5_001, "setting-out-of-range")]
    public async Task A_setting_outside_its_range_is_refused(string language, double speed, double pitch, int pause, string code)
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);

        var refusal = await RefusedAsync(
            school, teacher, new SpeakOrder(voice, "Hello.") { Language = language, Speed = speed, PitchSemitones = pitch, PauseMilliseconds = pause });

        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public async Task Nobody_speaks_with_a_voice_of_another_school_or_without_the_role()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var here = await school.AddTenantAsync();
        var teacher = await school.AddTeacherAsync(here);
        var student = await school.AddTeacherAsync(here, TenantRole.Student);
        var stranger = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);

        Assert.IsType<Missing>(await RefusedAsync(school, stranger, new SpeakOrder(voice, "Hello.")), exactMatch: false);
        Assert.IsType<Forbidden>(await RefusedAsync(school, student, new SpeakOrder(voice, "Hello.")), exactMatch: false);
        Assert.Equal("purpose-not-covered", (await RefusedAsync(
            school, teacher, new SpeakOrder(voice, "Hello.") { Purpose = ConsentPurposes.Publication })).Code);
    }

    [Fact]
    public async Task Characters_of_a_day_are_counted_per_member_and_failures_cost_nothing()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var tenant = await school.AddTenantAsync(dailyCharacters: 10);
        var (ada, ben) = (await school.AddTeacherAsync(tenant), await school.AddTeacherAsync(tenant));
        var (voice, _) = await school.AddVoiceAsync(ada);
        var first = await school.OrderAsync(ada, voice, "Six ch");

        var refusal = Assert.IsType<QuotaReached>(await RefusedAsync(school, ada, new SpeakOrder(voice, "Five.")));
        Assert.Equal([10, 4], refusal.Arguments);
        Assert.InRange(refusal.RetryAfter!.Value.TotalHours, 23.9, 24);
        await school.OrderAsync(ben, voice, "Five.");
        Assert.Equal((6, 10), await school.Get<SynthesisQueue>().QuotaAsync(ada, Token));

        await school.Get<SynthesisQueue>().CancelAsync(ada, first.Id, Token);
        await school.OrderAsync(ada, voice, "Ten chars.");
    }

    [Fact]
    public void A_request_cannot_be_built_on_a_grant_for_another_voice_or_purpose()
    {
        var grant = new ConsentGrant(Guid.NewGuid(), Guid.NewGuid(), "ada", null, ConsentPurposes.Teaching, DateTimeOffset.MaxValue);
        var order = new SpeakOrder(grant.VoiceId, "Hello.");

        Assert.Equal("ada", new SynthesisRequest(order, grant, new WatermarkId(1), 1).Grant.UserId);
        Assert.Throws<ArgumentException>(() => new SynthesisRequest(order with { VoiceId = Guid.NewGuid() }, grant, new WatermarkId(1), 1));
        Assert.Throws<ArgumentException>(() => new SynthesisRequest(order with { Purpose = ConsentPurposes.Publication }, grant, new WatermarkId(1), 1));
        Assert.Throws<ArgumentNullException>(() => new SynthesisRequest(order, null!, new WatermarkId(1), 1));
    }

    private static async Task<Refusal> RefusedAsync(SpeakingSchool school, Security.CurrentUser user, SpeakOrder order)
    {
        var result = await school.Get<SpeakText>().SpeakAsync(user, order, Token);
        Assert.False(result.Succeeded);
        return result.Refusal!;
    }
}

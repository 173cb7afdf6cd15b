using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Tenants;

/// <summary>A school's audible label: the region decides until the school does, every change is on record, every recording follows.</summary>
public sealed class AudibleLabelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LabelRegion.China, AudibleLabel.Spoken)]
    [InlineData(LabelRegion.EuropeanUnion, AudibleLabel.Spoken)]
    [InlineData(LabelRegion.India, AudibleLabel.Spoken)]
    [InlineData(LabelRegion.Elsewhere, AudibleLabel.None)]
    public void Where_the_law_wants_a_label_in_the_sound_it_is_there_unless_the_school_says_otherwise(LabelRegion region, AudibleLabel expected)
    {
        var school = new Tenant { LabelRegion = region };
        Assert.Equal(expected, school.AudibleLabelInForce);

        school.AudibleLabel = AudibleLabel.Rhythm;
        Assert.Equal(AudibleLabel.Rhythm, school.AudibleLabelInForce);
    }

    [Fact]
    public async Task An_administrator_sets_it_everybody_reads_it_and_the_change_is_on_record()
    {
        await using var app = new AppFactory();
        var admin = await app.SignInAsync(TenantRole.Admin);
        var teacher = await app.SignInAsync(TenantRole.Teacher, admin.User.TenantId);
        var rhythm = JsonContent.Create(new { region = "China", label = "Rhythm", place = "End" });

        Assert.Equal(HttpStatusCode.Forbidden, (await teacher.SendAsync(HttpMethod.Put, "/api/school/audible-label", JsonContent.Create(new { region = "China", place = "Start" }))).StatusCode);
        Assert.Equal("None", await InForceAsync(teacher));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.SendAsync(HttpMethod.Put, "/api/school/audible-label", rhythm)).StatusCode);

        Assert.Equal("Rhythm", await InForceAsync(teacher));
        await using var db = await app.OpenDbAsync();
        var entry = await db.AuditEntries.SingleAsync(e => e.TenantId == admin.User.TenantId && e.Event == nameof(AuditEvent.TenantChanged), Token);
        var facts = JsonDocument.Parse(entry.FactsJson).RootElement;
        Assert.Equal(("China", "Rhythm", "End"), (Fact("labelRegion"), Fact("audibleLabel"), Fact("labelPlace")));

        string? Fact(string name) => facts.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("""{"region":"Atlantis","place":"Start"}""")]
    [InlineData("""{"region":7,"place":"Start"}""")]
    public async Task What_is_not_offered_is_refused(string body)
    {
        await using var app = new AppFactory();
        var admin = await app.SignInAsync(TenantRole.Admin);
        var answer = await admin.SendAsync(HttpMethod.Put, "/api/school/audible-label", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_recording_has_the_label_that_its_school_had_when_it_was_asked_for()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var tenant = await school.AddTenantAsync();
        var teacher = await school.AddTeacherAsync(tenant);
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var asked = new Dictionary<string, AudibleNotice>();
        school.Engine.BeforeSentence = (request, _, _) =>
        {
            asked[request.Text] = request.Notice;
            return Task.CompletedTask;
        };
        await SetAsync(AudibleLabel.Spoken, LabelPlace.Middle);
        var first = await school.OrderAsync(teacher, voice, "The first.");
        await SetAsync(null, LabelPlace.Start);
        var second = await school.OrderAsync(teacher, voice, "The second.");

        await school.WorkAsync();
        await school.UntilOverAsync(first.Id, second.Id);

        Assert.Equal(new AudibleNotice(NoticeKind.Spoken, NoticePlace.Middle), asked["The first."]);
        Assert.Equal(AudibleNotice.None, asked["The second."]);
        await using var db = await school.Installation.Databases.OpenForInstallationAsync(Token);
        var queued = await db.AuditEntries.Where(e => e.Event == nameof(AuditEvent.RenderingQueued)).OrderBy(e => e.Sequence).ToListAsync(Token);
        Assert.Equal(["Spoken", "None"], queued.Select(e => JsonDocument.Parse(e.FactsJson).RootElement.GetProperty("audibleLabel").GetString()));

        async Task SetAsync(AudibleLabel? label, LabelPlace place)
        {
            await using var db = await school.Installation.Databases.OpenForTenantAsync(tenant, Token);
            await db.Tenants.Where(t => t.Id == tenant)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.AudibleLabel, label).SetProperty(t => t.LabelPlace, place), Token);
        }
    }

    private static async Task<string?> InForceAsync(SignedIn who) =>
        (await who.Client.GetFromJsonAsync<JsonElement>("/api/school/audible-label", Token)).GetProperty("inForce").GetString();
}

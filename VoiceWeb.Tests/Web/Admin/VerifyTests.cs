using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Admin;

public sealed class VerifyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_it_is_not_switched_on_visitors_learn_nothing()
    {
        await using var app = new SpeakingApp();

        var answer = await app.App.Visitor().PostAsync("/api/verify", new ByteArrayContent([1, 2, 3]), Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Not offered here", await app.App.Visitor().GetStringAsync("/verify", Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visitor_learns_one_word_and_only_so_often()
    {
        await using var app = new SpeakingApp();
        app.App.Settings["Verify:Public"] = "true";
        app.App.Settings["RateLimits:VerifyPerMinute"] = "2";
        var teacher = await app.App.SignInAsync(TenantRole.Teacher);
        var voice = await app.AddVoiceAsync(teacher.User);
        var id = (await SpeakingApp.SpeakAsync(teacher, voice, "One. Two.")).GetProperty("id").GetGuid();
        var made = await teacher.Client.GetByteArrayAsync($"/api/renderings/{id}/audio?format=mp3", Token);
        using var visitor = app.App.Visitor();

        Assert.Equal("""{"madeHere":"yes"}""", await (await visitor.PostAsync("/api/verify", new ByteArrayContent(made), Token)).Content.ReadAsStringAsync(Token));
        Assert.Equal("""{"madeHere":"no"}""", await (await visitor.PostAsync("/api/verify", new ByteArrayContent(await SpokenWav.BytesAsync()), Token)).Content.ReadAsStringAsync(Token));

        var third = await visitor.PostAsync("/api/verify", new ByteArrayContent(made), Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal("too-many-requests", (await third.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
        await using var db = await app.App.OpenDbAsync();
        var looks = await db.AuditEntries.Where(e => e.Event == nameof(AuditEvent.VisitorVerified)).ToListAsync(Token);
        Assert.Equal(2, looks.Count);
        Assert.All(looks, look => Assert.Equal((Guid.Empty, AuditTrail.System), (look.TenantId, look.ActorId)));
    }
}

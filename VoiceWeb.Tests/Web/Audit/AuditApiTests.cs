using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web.Audit;

public sealed class AuditApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_auditor_searches_exports_and_checks_and_each_is_on_record()
    {
        await using var app = new AppFactory();
        var auditor = await app.SignInAsync(TenantRole.Auditor);

        var first = await auditor.Client.GetFromJsonAsync<JsonElement>("/api/audit", Token);
        Assert.Equal("AuditViewed", first.GetProperty("items")[0].GetProperty("event").GetString());
        var csv = await auditor.Client.GetAsync("/api/audit/export.csv?event=AuditViewed", Token);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        var lines = (await csv.Content.ReadAsStringAsync(Token)).Trim().Split("\r\n");
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"AuditViewed\"", lines[1], StringComparison.Ordinal);
        var check = await (await auditor.SendAsync(HttpMethod.Post, "/api/audit/check")).Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.True(check.GetProperty("whole").GetBoolean());
        await using var db = await app.OpenDbAsync();
        foreach (var what in new[] { AuditEvent.AuditViewed, AuditEvent.AuditExported, AuditEvent.ChainVerified })
        {
            Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Event == what.ToString() && e.ActorId == auditor.User.Id, Token));
        }
    }

    [Theory]
    [InlineData(TenantRole.Teacher)]
    [InlineData(TenantRole.Student)]
    public async Task Others_are_turned_away(TenantRole role)
    {
        await using var app = new AppFactory();
        var member = await app.SignInAsync(role);

        Assert.Equal(HttpStatusCode.Forbidden, (await member.Client.GetAsync("/api/audit", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await member.Client.GetAsync("/api/audit/export.csv", Token)).StatusCode);
    }
}

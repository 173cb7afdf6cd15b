using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Audit;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web.Audit;

public sealed class AuditPageTests : PageTest
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_the_school_s_entries_alone_and_records_the_look()
    {
        var auditor = await AddMemberAsync(TenantRole.Auditor);
        var stranger = await AddMemberAsync(TenantRole.Auditor);
        await AppendAsync(auditor.TenantId, auditor.Id, AuditEvent.VoiceCreated, "voice:mine");
        await AppendAsync(stranger.TenantId, stranger.Id, AuditEvent.VoiceCreated, "voice:foreign");

        var page = RenderFor<AuditPage>(auditor);

        page.WaitForAssertion(() => Assert.Contains("voice:mine", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("voice:foreign", page.Markup, StringComparison.Ordinal);
        await using var db = await OpenDbAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Event == nameof(AuditEvent.AuditViewed) && e.TenantId == auditor.TenantId, Token));
    }

    [Fact]
    public async Task Finds_by_event_subject_and_actor()
    {
        var auditor = await AddMemberAsync(TenantRole.Auditor);
        await AppendAsync(auditor.TenantId, auditor.Id, AuditEvent.VoiceCreated, "voice:one");
        await AppendAsync(auditor.TenantId, AuditTrail.System, AuditEvent.RenderingDone, "rendering:two");
        var page = RenderFor<AuditPage>(auditor);
        page.WaitForElement("table");

        await page.Find("#audit-subject").ChangeAsync("two");
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal(["rendering:two"], Subjects(page)));

        await page.Find("#audit-subject").ChangeAsync("");
        await page.Find("#audit-event").ChangeAsync(nameof(AuditEvent.VoiceCreated));
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal(["voice:one"], Subjects(page)));

        await page.Find("#audit-event").ChangeAsync("");
        await page.Find("#audit-actor").ChangeAsync(AuditTrail.System);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal(["rendering:two"], Subjects(page)));
    }

    [Fact]
    public async Task The_check_says_that_the_chain_is_whole_or_where_it_breaks()
    {
        var auditor = await AddMemberAsync(TenantRole.Auditor);
        await AppendAsync(auditor.TenantId, auditor.Id, AuditEvent.VoiceCreated, "voice:one");
        var page = RenderFor<AuditPage>(auditor);
        page.WaitForElement("table");
        await page.Find("#audit-check").ClickAsync();
        page.WaitForElement(".vw-note-success");

        await using (var db = await OpenDbAsync())
        {
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER IF EXISTS AuditEntries_NoUpdate", Token);
            await db.Database.ExecuteSqlRawAsync("UPDATE AuditEntries SET Subject = 'voice:two' WHERE Sequence = 1", Token);
        }

        await page.Find("#audit-check").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains(
            "The chain breaks at entry 1: its content was altered.", page.Find(".vw-note-error").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_read_the_records_gets_none_of_them()
    {
        var teacher = await AddMemberAsync(TenantRole.Teacher);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => Services.GetRequiredService<AuditReader>()
            .SearchAsync(teacher, new AuditSearch(null, null, null, null, null), 0, 10, Token));
    }

    private static string[] Subjects(IRenderedComponent<AuditPage> page) =>
        [.. page.FindAll("tbody td:nth-child(5)").Select(cell => cell.TextContent)];

    private async Task AppendAsync(Guid tenantId, string actor, AuditEvent what, string subject)
    {
        await using var db = await OpenDbAsync();
        Services.GetRequiredService<AuditTrail>().Append(db, tenantId, actor, what, subject);
        await db.SaveChangesAsync(Token);
    }
}

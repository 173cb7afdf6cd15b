using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Studio;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Studio;

public sealed class StudioPagesTests : PageTest
{
    public StudioPagesTests()
    {
        Services.AddLogging();
        Services.AddSingleton<SealedBlobs>();
        Services.AddSingleton<BlobErasure>();
        Services.AddSingleton<SynthesisProgress>();
        Services.AddSingleton<RenderingLibrary>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_history_offers_the_first_action()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);

        var page = RenderFor<HistoryPage>(me);

        Assert.Equal("/studio", page.WaitForElement(".vw-empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_history_shows_mine_alone_and_finds_by_text()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var colleague = await AddMemberAsync(TenantRole.Teacher, tenantId: me.TenantId);
        await AddRenderingAsync(me, "About rivers.");
        await AddRenderingAsync(me, "About mountains.");
        await AddRenderingAsync(colleague, "About somebody else.");
        var page = RenderFor<HistoryPage>(me);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".vw-history > li").Count));
        Assert.DoesNotContain("somebody else", page.Markup, StringComparison.Ordinal);

        await page.Find("#history-search").ChangeAsync("rivers");

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".vw-history > li")));
        Assert.Contains("About rivers.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_is_published_with_a_title_and_taken_off_again()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        await AddRenderingAsync(me, "About rivers.");
        var page = RenderFor<HistoryPage>(me);
        page.WaitForElement(".vw-history-actions");
        await Button(page, "Publish to the school").ClickAsync();
        await page.Find(".vw-publish button").ClickAsync();
        page.WaitForElement("[data-code='title-missing']");

        await page.Find(".vw-publish input").InputAsync("Rivers, unit 3");
        await page.Find(".vw-publish button").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("Published: Rivers, unit 3", page.Markup, StringComparison.Ordinal));
        var student = await AddMemberAsync(TenantRole.Student, tenantId: me.TenantId);
        var listening = RenderFor<ListenPage>(student);
        listening.WaitForAssertion(() => Assert.Contains("Rivers, unit 3", listening.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("format=", listening.Markup, StringComparison.Ordinal);

        await Button(page, "Take off the list").ClickAsync();
        page.WaitForAssertion(() => Assert.DoesNotContain("Published:", page.Markup, StringComparison.Ordinal));
        var later = RenderFor<ListenPage>(student);
        later.WaitForElement(".vw-empty");
    }

    [Fact]
    public async Task Deleting_asks_first_and_leaves_the_record()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var id = await AddRenderingAsync(me, "About rivers.");
        var page = RenderFor<HistoryPage>(me);
        page.WaitForElement(".vw-history-actions");

        await Button(page, "Delete audio and text").ClickAsync();
        await page.Find(".vw-button-danger").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("(text erased)", page.Markup, StringComparison.Ordinal));
        await using var db = await OpenDbAsync();
        var rendering = await db.Renderings.SingleAsync(r => r.Id == id, Token);
        Assert.Equal(("", null), (rendering.Text, rendering.AudioBlobId));
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Event == nameof(AuditEvent.RenderingDeleted), Token));
    }

    [Fact]
    public async Task Another_school_hears_nothing_of_what_is_published()
    {
        var me = await AddMemberAsync(TenantRole.Teacher);
        var id = await AddRenderingAsync(me, "About rivers.");
        await Services.GetRequiredService<RenderingLibrary>().PublishAsync(me, id, "Rivers", Token);
        var stranger = await AddMemberAsync(TenantRole.Admin);

        var page = RenderFor<ListenPage>(stranger);

        page.WaitForElement(".vw-empty");
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<HistoryPage> page, string words) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == words);

    private async Task<Guid> AddRenderingAsync(CurrentUser owner, string text)
    {
        var blob = await Services.GetRequiredService<SealedBlobs>().SaveAsync(new MemoryStream([1]), Token);
        await using var db = await OpenDbAsync();
        var voice = new Voice { Id = Guid.NewGuid(), TenantId = owner.TenantId, OwnerId = owner.Id, Name = "My voice", State = VoiceState.Active };
        var rendering = new Rendering
        {
            Id = Guid.NewGuid(),
            TenantId = owner.TenantId,
            OwnerId = owner.Id,
            VoiceId = voice.Id,
            Text = text,
            State = RenderingState.Done,
            MarkId = Random.Shared.NextInt64(1L << 47),
            AudioBlobId = blob.Id,
            AudioSeconds = 2,
            CreatedAt = Clock.GetUtcNow(),
            FinishedAt = Clock.GetUtcNow(),
        };
        db.Voices.Add(voice);
        db.Renderings.Add(rendering);
        await db.SaveChangesAsync(Token);
        return rendering.Id;
    }
}

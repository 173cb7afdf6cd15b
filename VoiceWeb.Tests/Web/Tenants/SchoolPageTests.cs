using Bunit;
using VoiceWeb.Data;
using VoiceWeb.Tenants;

namespace VoiceWeb.Tests.Web.Tenants;

/// <summary>The school's page as an administrator uses it.</summary>
public sealed class SchoolPageTests : PageTest
{
    public SchoolPageTests() => Services.AddTenants();

    [Fact]
    public async Task Shows_the_members_of_the_own_school_and_no_others()
    {
        var admin = await AddMemberAsync(TenantRole.Admin);
        await AddMemberAsync(TenantRole.Teacher, tenantId: admin.TenantId);
        await AddMemberAsync(TenantRole.Student);

        var page = RenderFor<SchoolPage>(admin);

        page.WaitForAssertion(() => Assert.Contains("Members (2)", page.Markup));
        Assert.Contains("Test Teacher", page.Markup);
        Assert.DoesNotContain("Test Student", page.Markup);
    }

    [Fact]
    public async Task An_invitation_shows_its_link_once_and_can_be_taken_back()
    {
        var admin = await AddMemberAsync(TenantRole.Admin);
        var page = RenderFor<SchoolPage>(admin);
        await page.WaitForElement("input[type=email]").ChangeAsync("bo@example.org");
        await page.Find("form.vw-invite").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("account/register?token=", page.Find("[data-testid=invitation-link]").TextContent));
        await page.WaitForElement("[aria-label='Take back the invitation of bo@example.org']").ClickAsync(new());
        page.WaitForAssertion(() =>
        {
            Assert.DoesNotContain("bo@example.org", page.Markup);
            Assert.Empty(page.FindAll("[data-testid=invitation-link]"));
        });
    }

    [Fact]
    public async Task The_audible_label_follows_the_region_until_the_school_chooses_and_the_page_says_what_is_heard()
    {
        var admin = await AddMemberAsync(TenantRole.Admin);
        var page = RenderFor<SchoolPage>(admin);
        Assert.Contains("Nothing is heard.", page.WaitForElement(".vw-fields").TextContent);

        await page.Find("#label-region").ChangeAsync("China");
        Assert.Contains("A neutral voice says", page.Find(".vw-fields").TextContent);
        await page.Find("#label-kind").ChangeAsync("Rhythm");
        await page.Find("#label-place").ChangeAsync("End");
        Assert.Contains("The rhythm of China’s standard", page.Find(".vw-fields").TextContent);
        await page.Find("form.vw-form").SubmitAsync();

        await using var db = await OpenDbAsync();
        var school = db.Tenants.Single(t => t.Id == admin.TenantId);
        Assert.Equal((LabelRegion.China, AudibleLabel.Rhythm, LabelPlace.End), (school.LabelRegion, school.AudibleLabel, school.LabelPlace));
        await page.Find("#label-kind").ChangeAsync("None");
        Assert.Contains("keep the record for six months", page.Find(".vw-fields").TextContent);
    }

    [Fact]
    public async Task A_refusal_is_said_in_words()
    {
        var admin = await AddMemberAsync(TenantRole.Admin);
        var page = RenderFor<SchoolPage>(admin);
        await page.WaitForElement("input[type=email]").ChangeAsync("no address");
        await page.Find("form.vw-invite").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("This is not an e-mail address.", page.Markup));
    }
}

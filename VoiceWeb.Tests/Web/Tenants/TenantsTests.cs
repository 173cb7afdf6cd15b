using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;
using VoiceWeb.Tenants;

namespace VoiceWeb.Tests.Web.Tenants;

/// <summary>Members, invitations and settings of a school: by its administrators alone, and never across schools.</summary>
public sealed class TenantsTests(AppFactory app) : IClassFixture<AppFactory>
{
    private Members Members => app.Services.GetRequiredService<Members>();

    private Invitations Invitations => app.Services.GetRequiredService<Invitations>();

    private Schools Schools => app.Services.GetRequiredService<Schools>();

    [Fact]
    public async Task The_last_administrator_is_neither_removed_nor_demoted()
    {
        var admin = (await app.SignInAsync(TenantRole.Admin)).User;

        Assert.Equal("last-administrator", (await Members.RemoveAsync(admin, admin.Id, CancellationToken.None))?.Code);
        Assert.Equal("last-administrator", (await Members.ChangeRoleAsync(admin, admin.Id, TenantRole.Teacher, CancellationToken.None))?.Code);

        var second = await app.AddUserAsync(TenantRole.Admin, admin.TenantId);
        Assert.Null(await Members.ChangeRoleAsync(admin, second.Id, TenantRole.Teacher, CancellationToken.None));
        Assert.Equal("last-administrator", (await Members.RemoveAsync(admin, admin.Id, CancellationToken.None))?.Code);
    }

    [Theory]
    [InlineData(TenantRole.Student)]
    [InlineData(TenantRole.Auditor)]
    [InlineData(TenantRole.Teacher)]
    public async Task Who_is_no_administrator_changes_nothing(TenantRole role)
    {
        var admin = (await app.SignInAsync(TenantRole.Admin)).User;
        var member = (await app.SignInAsync(role, admin.TenantId)).User;
        var settings = SchoolSettings.Of(await Schools.OwnAsync(admin, CancellationToken.None));

        Assert.Equal("not-an-administrator", (await Members.RemoveAsync(member, admin.Id, CancellationToken.None))?.Code);
        Assert.Equal("not-an-administrator", (await Members.ChangeRoleAsync(member, member.Id, TenantRole.Admin, CancellationToken.None))?.Code);
        Assert.Equal("not-an-administrator", (await Invitations.InviteAsync(member, "x@example.org", TenantRole.Admin, CancellationToken.None)).Refusal?.Code);
        Assert.Equal("not-an-administrator", (await Schools.ChangeAsync(member, settings, CancellationToken.None))?.Code);
        Assert.Equal("not-the-owner", (await Schools.CreateAsync(member, "Mine", "x@example.org", CancellationToken.None)).Refusal?.Code);
    }

    [Fact]
    public async Task Another_schools_members_and_invitations_are_not_found()
    {
        var here = (await app.SignInAsync(TenantRole.Admin)).User;
        var there = (await app.SignInAsync(TenantRole.Admin)).User;
        var pupil = await app.AddUserAsync(TenantRole.Student, there.TenantId);
        await Invitations.InviteAsync(there, "x@example.org", TenantRole.Student, CancellationToken.None);
        var theirs = Assert.Single(await Invitations.ListOpenAsync(there, CancellationToken.None));

        Assert.DoesNotContain(await Members.ListAsync(here, CancellationToken.None), member => member.UserId == pupil.Id);
        Assert.Equal("member-not-found", (await Members.RemoveAsync(here, pupil.Id, CancellationToken.None))?.Code);
        Assert.Equal("member-not-found", (await Members.ChangeRoleAsync(here, pupil.Id, TenantRole.Admin, CancellationToken.None))?.Code);
        Assert.Empty(await Invitations.ListOpenAsync(here, CancellationToken.None));
        Assert.Equal("invitation-not-found", (await Invitations.RevokeAsync(here, theirs.Id, CancellationToken.None))?.Code);
    }

    [Fact]
    public async Task An_invitation_taken_back_no_longer_opens()
    {
        var admin = (await app.SignInAsync(TenantRole.Admin)).User;
        var token = (await Invitations.InviteAsync(admin, "x@example.org", TenantRole.Student, CancellationToken.None)).Value;
        var open = Assert.Single(await Invitations.ListOpenAsync(admin, CancellationToken.None));
        Assert.NotEqual(token, open.TokenHash);

        Assert.Null(await Invitations.RevokeAsync(admin, open.Id, CancellationToken.None));

        Assert.Null(await Invitations.FindOpenAsync(token, CancellationToken.None));
        Assert.Equal("link-spent", (await Invitations.AcceptAsync(admin.Id, token, CancellationToken.None)).Refusal?.Code);
    }

    [Fact]
    public async Task Every_change_is_recorded_once_in_its_school()
    {
        var admin = (await app.SignInAsync(TenantRole.Admin)).User;
        var teacher = await app.AddUserAsync(TenantRole.Teacher, admin.TenantId);
        await Members.ChangeRoleAsync(admin, teacher.Id, TenantRole.Auditor, CancellationToken.None);
        await Members.RemoveAsync(admin, teacher.Id, CancellationToken.None);
        await Invitations.InviteAsync(admin, "x@example.org", TenantRole.Student, CancellationToken.None);

        await using var db = await app.OpenDbAsync();
        var events = await db.AuditEntries.Where(entry => entry.TenantId == admin.TenantId).OrderBy(entry => entry.Sequence)
            .Select(entry => entry.Event).ToListAsync();
        Assert.Equal(["MemberRoleChanged", "MemberRemoved", "MemberInvited"], events);
    }

    [Fact]
    public async Task Settings_outside_their_range_are_refused_and_change_nothing()
    {
        var admin = (await app.SignInAsync(TenantRole.Admin)).User;
        var before = await Schools.OwnAsync(admin, CancellationToken.None);

        Assert.Equal("retention-days", (await Schools.ChangeAsync(admin, With(s => s.RenderingRetentionDays = 0), CancellationToken.None))?.Code);
        Assert.Equal("daily-characters", (await Schools.ChangeAsync(admin, With(s => s.DailyCharactersPerMember = -1), CancellationToken.None))?.Code);
        Assert.Equal("school-name", (await Schools.ChangeAsync(admin, With(s => s.Name = "  "), CancellationToken.None))?.Code);
        Assert.Equal(before.RenderingRetentionDays, (await Schools.OwnAsync(admin, CancellationToken.None)).RenderingRetentionDays);

        Assert.Null(await Schools.ChangeAsync(admin, With(s => (s.CloningEnabled, s.RenderingRetentionDays) = (false, 30)), CancellationToken.None));
        var after = await Schools.OwnAsync(admin, CancellationToken.None);
        Assert.Equal((false, 30), (after.CloningEnabled, after.RenderingRetentionDays));

        SchoolSettings With(Action<SchoolSettings> change)
        {
            var settings = SchoolSettings.Of(before);
            change(settings);
            return settings;
        }
    }

    [Fact]
    public async Task The_owner_makes_a_school_and_invites_its_first_administrator()
    {
        var owner = (await app.SignInAsync(TenantRole.Admin, owner: true)).User;
        Assert.Equal("identity-InvalidEmail", (await Schools.CreateAsync(owner, "Nowhere", "no address", CancellationToken.None)).Refusal?.Code);
        var token = (await Schools.CreateAsync(owner, "Hillside", "head@example.org", CancellationToken.None)).Value;

        var open = await Invitations.FindOpenAsync(token, CancellationToken.None);
        Assert.Equal(("Hillside", TenantRole.Admin), (open?.School, open?.Role));
        var all = (await Schools.ListAsync(owner, CancellationToken.None)).Value;
        Assert.Contains(all, row => row.Id == open!.TenantId && row.Members == 0);
        Assert.DoesNotContain(all, row => row.Name == "Nowhere");
    }

    [Fact]
    public async Task An_account_works_only_in_schools_that_it_belongs_to()
    {
        var user = (await app.SignInAsync(TenantRole.Teacher)).User;
        var foreign = await app.AddTenantAsync("Elsewhere");
        Assert.Equal("school-not-found", (await Schools.SwitchAsync(user.Id, foreign.Id, CancellationToken.None))?.Code);
        Assert.Equal([user.TenantId], (await Schools.OfAsync(user.Id, CancellationToken.None)).Select(school => school.Id));
    }
}

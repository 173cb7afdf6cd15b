using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Account;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Tenants;

namespace VoiceWeb.Tests.Web.Account;

/// <summary>Accounts come by the owner's link or by invitation, never otherwise; each link works once.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private readonly AppFactory _app = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_owners_link_creates_the_owner_and_the_first_school_once()
    {
        var token = await _app.Services.GetRequiredService<OwnerLinks>().IssueAsync(CancellationToken.None);
        using var visitor = _app.Visitor();
        var page = $"/account/owner?token={token}";

        using var made = await FormPost.SendAsync(visitor, page, "owner", Owner(token!));

        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        await using var db = await _app.OpenDbAsync();
        var owner = await db.Users.SingleAsync();
        Assert.True(owner.IsOwner);
        var place = await db.Memberships.SingleAsync();
        Assert.Equal((owner.Id, TenantRole.Admin), (place.UserId, place.Role));
        Assert.Equal("Lakeside", (await db.Tenants.SingleAsync()).Name);
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Event == nameof(AuditEvent.OwnerCreated)));
        Assert.Contains("Ada", await visitor.GetStringAsync("/"));

        using var again = await _app.Visitor().GetAsync(page);
        Assert.DoesNotContain("name=\"Input.School\"", await again.Content.ReadAsStringAsync());
        Assert.Null(await _app.Services.GetRequiredService<OwnerLinks>().IssueAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_new_start_replaces_an_unused_link_and_only_the_hash_is_kept()
    {
        var links = _app.Services.GetRequiredService<OwnerLinks>();
        var first = await links.IssueAsync(CancellationToken.None);
        var second = await links.IssueAsync(CancellationToken.None);

        Assert.False(await links.IsValidAsync(first, CancellationToken.None));
        Assert.True(await links.IsValidAsync(second, CancellationToken.None));
        Assert.False(await links.IsValidAsync("", CancellationToken.None));
        await using var db = await _app.OpenDbAsync();
        Assert.DoesNotContain(second!, (await db.OwnerLinks.SingleAsync()).TokenHash);
    }

    [Fact]
    public async Task Nothing_is_created_when_a_part_is_refused()
    {
        var token = await _app.Services.GetRequiredService<OwnerLinks>().IssueAsync(CancellationToken.None);
        using var refused = await FormPost.SendAsync(
            _app.Visitor(), $"/account/owner?token={token}", "owner", Owner(token!, password: "short"));

        Assert.Equal("identity-PasswordTooShort", await FormPost.RefusalAsync(refused));
        await using var db = await _app.OpenDbAsync();
        Assert.Empty(await db.Users.ToListAsync());
        Assert.Empty(await db.Tenants.ToListAsync());
        Assert.Null((await db.OwnerLinks.SingleAsync()).UsedAt);
        Assert.Equal(0, await db.AuditEntries.CountAsync(entry => entry.Event == nameof(AuditEvent.OwnerCreated)));
    }

    [Fact]
    public async Task Nobody_registers_without_a_link()
    {
        using var visitor = _app.Visitor();
        using var page = await visitor.GetAsync("/account/register?token=made-up");
        Assert.DoesNotContain("name=\"Input.Name\"", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_invitation_makes_one_account_with_its_role_in_its_school()
    {
        var admin = await _app.SignInAsync(TenantRole.Admin);
        var invited = await _app.Services.GetRequiredService<Invitations>()
            .InviteAsync(admin.User, "bo@example.org", TenantRole.Teacher, CancellationToken.None);
        var page = $"/account/register?token={invited.Value}";
        (string, string)[] fields = [("Input.Token", invited.Value), ("Input.Name", "Bo"), ("Input.Email", "bo@example.org"), ("Input.Password", "a good long phrase")];
        using var visitor = _app.Visitor();
        using var late = _app.Visitor();
        await late.GetStringAsync(page);

        using var made = await FormPost.SendAsync(visitor, page, "register", fields);

        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        await using var db = await _app.OpenDbAsync();
        var bo = await db.Users.SingleAsync(user => user.Email == "bo@example.org");
        var place = await db.Memberships.SingleAsync(membership => membership.UserId == bo.Id);
        Assert.Equal((admin.User.TenantId, TenantRole.Teacher), (place.TenantId, place.Role));
        Assert.Null(await _app.Services.GetRequiredService<Invitations>().FindOpenAsync(invited.Value, CancellationToken.None));
    }

    [Fact]
    public async Task A_member_of_one_school_joins_another_with_the_same_account()
    {
        var admin = await _app.SignInAsync(TenantRole.Admin);
        var teacher = await _app.SignInAsync(TenantRole.Teacher);
        var invited = await _app.Services.GetRequiredService<Invitations>()
            .InviteAsync(admin.User, "t@example.org", TenantRole.Auditor, CancellationToken.None);

        using var joined = await FormPost.SendAsync(
            teacher.Client, $"/account/register?token={invited.Value}", "join", ("Join", invited.Value));

        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        await using var db = await _app.OpenDbAsync();
        Assert.Equal(2, await db.Memberships.CountAsync(place => place.UserId == teacher.User.Id));
        Assert.Equal(admin.User.TenantId, (await db.Users.SingleAsync(user => user.Id == teacher.User.Id)).CurrentTenantId);
    }

    private static (string, string)[] Owner(string token, string password = "a good long phrase") =>
    [
        ("Input.Token", token), ("Input.Name", "Ada"), ("Input.Email", "ada@example.org"), ("Input.School", "Lakeside"), ("Input.Password", password),
    ];
}

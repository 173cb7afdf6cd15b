using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Audit;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web.Account;

/// <summary>What people change about their own account, and what follows for their sessions and open pages.</summary>
public sealed partial class OwnAccountTests(OwnAccountTests.QuickApp app) : IClassFixture<OwnAccountTests.QuickApp>
{
    private const string Password = "correct horse battery staple";

    [Fact]
    public async Task A_password_is_changed_with_the_old_one_and_ends_other_sessions()
    {
        var user = await AddAsync();
        using var here = await app.ClientOfAsync(user);
        using var elsewhere = await app.ClientOfAsync(user);

        using var wrong = await FormPost.SendAsync(
            here, "/account/manage", "password", ("Passwords.Old", "not it"), ("Passwords.New", "another good long one"));
        Assert.NotNull(await FormPost.RefusalAsync(wrong));
        using var weak = await FormPost.SendAsync(here, "/account/manage", "password", ("Passwords.Old", Password), ("Passwords.New", "short"));
        Assert.NotNull(await FormPost.RefusalAsync(weak));
        using var right = await FormPost.SendAsync(
            here, "/account/manage", "password", ("Passwords.Old", Password), ("Passwords.New", "another good long one"));
        Assert.Equal("/account/manage?done=password", FormPost.Target(right));

        using var again = app.Visitor();
        using var old = await FormPost.SendAsync(again, "/account/login", "password", ("Input.Email", user.Email!), ("Input.Password", Password));
        Assert.Equal("wrong-password", await FormPost.RefusalAsync(old));
        using var entered = await FormPost.SendAsync(
            again, "/account/login", "password", ("Input.Email", user.Email!), ("Input.Password", "another good long one"));
        Assert.Equal("/", FormPost.Target(entered));
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/account/manage")).StatusCode);
        Assert.Equal(1, await CountAsync(user, AuditEvent.PasswordChanged));
    }

    [Fact]
    public async Task An_authenticator_app_is_set_up_and_switched_off()
    {
        var user = await AddAsync();
        using var visitor = app.Visitor();
        (await FormPost.SendAsync(visitor, "/account/login", "password", ("Input.Email", user.Email!), ("Input.Password", Password))).Dispose();
        var stamp = await StampAsync(user);
        var key = SecretPattern().Match(await visitor.GetStringAsync("/account/second-factor")).Groups[1].Value;
        Assert.Equal(stamp, await StampAsync(user)); // a mere look ends no session

        using var wrong = await FormPost.SendAsync(visitor, "/account/second-factor", "enable", ("Input.Code", "000000"));
        Assert.Equal("wrong-code", await FormPost.RefusalAsync(wrong));
        using var enabled = await FormPost.SendAsync(visitor, "/account/second-factor", "enable", ("Input.Code", CodeOf(key)));
        Assert.Equal(10, CodePattern().Count(await enabled.Content.ReadAsStringAsync()));

        using var second = app.Visitor();
        using var half = await FormPost.SendAsync(second, "/account/login", "password", ("Input.Email", user.Email!), ("Input.Password", Password));
        Assert.StartsWith("/account/2fa", FormPost.Target(half), StringComparison.Ordinal);
        using var whole = await FormPost.SendAsync(second, "/account/2fa", "code", ("Input.Code", CodeOf(key)));
        Assert.Equal("/", FormPost.Target(whole));

        using var disabled = await FormPost.SendAsync(second, "/account/second-factor", "disable");
        Assert.Equal("/account/second-factor", FormPost.Target(disabled));
        using var third = app.Visitor();
        using var plain = await FormPost.SendAsync(third, "/account/login", "password", ("Input.Email", user.Email!), ("Input.Password", Password));
        Assert.Equal("/", FormPost.Target(plain));
        Assert.Equal(1, await CountAsync(user, AuditEvent.SecondFactorEnabled));
        Assert.Equal(1, await CountAsync(user, AuditEvent.SecondFactorDisabled));
    }

    [Fact]
    public async Task Everything_kept_about_a_person_is_theirs_to_take()
    {
        var user = await AddAsync();
        using var client = await app.ClientOfAsync(user);
        var token = await SignedIn.TokenAsync(client, "/account/data");

        using var answer = await client.PostAsync(
            "/account/export", new FormUrlEncodedContent([new("confirm", "yes"), new("__RequestVerificationToken", token)]));
        using var bare = await client.PostAsync("/account/export", new FormUrlEncodedContent([new("confirm", "yes")]));

        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Contains("<h1", await bare.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        await using var archive = await ZipArchive.CreateAsync(
            await answer.Content.ReadAsStreamAsync(), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null);
        Assert.Superset(
            new HashSet<string> { "account.json", "recordings.json", "voices.json", "consents.json", "spoken.json" },
            archive.Entries.Select(entry => entry.FullName).ToHashSet());
        using var account = await JsonDocument.ParseAsync(await archive.GetEntry("account.json")!.OpenAsync());
        Assert.Equal(user.Email, account.RootElement.GetProperty("Email").GetString());
        Assert.DoesNotContain("assword\":\"", account.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(user, AuditEvent.AccountExported));
    }

    [Fact]
    public async Task An_account_is_deleted_by_its_address_and_only_its_id_stays_on_record()
    {
        var user = await AddAsync();
        using var client = await app.ClientOfAsync(user);

        using var wrong = await FormPost.SendAsync(client, "/account/data", "delete", ("Confirm", "yes"));
        Assert.Equal("delete-not-confirmed", await FormPost.RefusalAsync(wrong));
        using var right = await FormPost.SendAsync(client, "/account/data", "delete", ("Confirm", user.Email!));
        Assert.Equal("/", FormPost.Target(right));

        await using var db = await app.OpenDbAsync();
        Assert.False(await db.Users.AnyAsync(u => u.Id == user.Id));
        Assert.False(await db.Memberships.AnyAsync(m => m.UserId == user.Id));
        Assert.Equal(1, await CountAsync(user, AuditEvent.AccountDeleted));
        Assert.False(await db.AuditEntries.AnyAsync(e => e.FactsJson.Contains(user.Email!)));
    }

    [Fact]
    public async Task The_only_administrator_and_the_owner_cannot_delete_themselves()
    {
        var tenant = (await app.AddTenantAsync()).Id;
        foreach (var (account, code) in new[]
        {
            (await app.AddUserAsync(TenantRole.Admin, tenant, password: Password), "last-administrator"),
            (await app.AddUserAsync(TenantRole.Teacher, tenant, owner: true, password: Password), "owner-stays"),
        })
        {
            using var client = await app.ClientOfAsync(account);
            using var answer = await FormPost.SendAsync(client, "/account/data", "delete", ("Confirm", account.Email!));
            Assert.Equal(code, await FormPost.RefusalAsync(answer));
        }
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("left the school")]
    [InlineData("another role")]
    public async Task An_open_page_notices_that_its_account_may_no_longer(string change)
    {
        var user = await AddAsync();
        using var scope = app.Services.CreateScope();
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<AppUser>>().CreateAsync(user);
        var provider = scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        var changed = new TaskCompletionSource<AuthenticationState>(TaskCreationOptions.RunContinuationsAsynchronously);
        ((IHostEnvironmentAuthenticationStateProvider)provider).SetAuthenticationState(Task.FromResult(new AuthenticationState(principal)));
        provider.AuthenticationStateChanged += async state => changed.TrySetResult(await state);
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.False(changed.Task.IsCompleted); // asked at least once, and nothing had changed

        await using (var db = await app.OpenDbAsync())
        {
            var place = await db.Memberships.SingleAsync(m => m.UserId == user.Id);
            switch (change)
            {
                case "disabled": (await db.Users.SingleAsync(u => u.Id == user.Id)).DisabledAt = DateTimeOffset.UtcNow; break;
                case "left the school": db.Memberships.Remove(place); break;
                default: place.Role = TenantRole.Student; break;
            }

            await db.SaveChangesAsync();
        }

        var now = await changed.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(true, now.User.Identity?.IsAuthenticated);
    }

    private async Task<AppUser> AddAsync() => await app.AddUserAsync(TenantRole.Teacher, (await app.AddTenantAsync()).Id, password: Password);

    private async Task<string?> StampAsync(AppUser user)
    {
        await using var db = await app.OpenDbAsync();
        return (await db.Users.SingleAsync(u => u.Id == user.Id)).SecurityStamp;
    }

    private async Task<int> CountAsync(AppUser user, AuditEvent what)
    {
        await using var db = await app.OpenDbAsync();
        return await db.AuditEntries.CountAsync(entry => entry.ActorId == user.Id && entry.Event == what.ToString());
    }

    // RFC 6238: HMAC-SHA-1 over the count of half minutes, six digits.
    private static string CodeOf(string base32)
    {
        var bits = string.Concat(base32.ToUpperInvariant().Select(c =>
            Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2)).ToArray();
        var step = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // the standard's own algorithm
        var hash = HMACSHA1.HashData(key, step);
#pragma warning restore CA5350
        var number = (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("vw-secret\"[^>]*>([A-Z2-7]+)<")]
    private static partial Regex SecretPattern();

    [GeneratedRegex("<li>[A-Z0-9]{5}-[A-Z0-9]{5}</li>")]
    private static partial Regex CodePattern();

    /// <summary>Asks every second whether open pages may stay.</summary>
    public sealed class QuickApp : AppFactory
    {
        public QuickApp()
        {
            Settings["Accounts:RevalidationSeconds"] = "1";
            Settings["Voices:MakeSample"] = "false";
        }
    }
}

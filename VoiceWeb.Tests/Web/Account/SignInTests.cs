using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Account;
using VoiceWeb.Audit;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web.Account;

/// <summary>Password, lock-out, second factor, and who is kept out.</summary>
public sealed class SignInTests(AppFactory app) : IClassFixture<AppFactory>
{
    private const string Password = "a good long phrase";

    [Fact]
    public async Task The_right_password_opens_the_page_that_was_asked_for_and_is_recorded()
    {
        var user = await AddAsync();
        using var visitor = app.Visitor();
        using var entered = await SendAsync(visitor, user, Password, "/account/login?returnUrl=%2Faccount%2Fmanage");

        Assert.Equal("/account/manage", FormPost.Target(entered));
        Assert.Contains(user.Email!, await visitor.GetStringAsync("/account/manage"));
        Assert.Equal(1, await CountAsync(user, AuditEvent.SignedIn));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        var user = await AddAsync();
        using var wrong = await SendAsync(app.Visitor(), user, "not the password");
        using var unknown = await FormPost.SendAsync(
            app.Visitor(), "/account/login", "password", ("Input.Email", "nobody@example.org"), ("Input.Password", Password));

        Assert.Equal("wrong-password", await FormPost.RefusalAsync(wrong));
        Assert.Equal("wrong-password", await FormPost.RefusalAsync(unknown));
        Assert.Equal(1, await CountAsync(user, AuditEvent.SignInFailed));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_the_right_one_too()
    {
        var user = await AddAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (await SendAsync(app.Visitor(), user, "not the password")).Dispose();
        }

        using var right = await SendAsync(app.Visitor(), user, Password);
        Assert.Equal("locked-out", await FormPost.RefusalAsync(right));
    }

    [Fact]
    public async Task An_account_that_was_switched_off_cannot_enter()
    {
        var user = await AddAsync();
        await using (var db = await app.OpenDbAsync())
        {
            (await db.Users.SingleAsync(u => u.Id == user.Id)).DisabledAt = DateTimeOffset.UtcNow;
            await db.SaveChangesAsync();
        }

        using var right = await SendAsync(app.Visitor(), user, Password);
        Assert.Equal("account-disabled", await FormPost.RefusalAsync(right));
    }

    [Fact]
    public async Task With_a_second_factor_the_password_alone_opens_nothing_and_a_recovery_code_works_once()
    {
        var user = await AddAsync();
        string code;
        using (var scope = app.Services.CreateScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var account = (await users.FindByIdAsync(user.Id))!;
            await users.ResetAuthenticatorKeyAsync(account);
            await users.SetTwoFactorEnabledAsync(account, true);
            code = (await users.GenerateNewTwoFactorRecoveryCodesAsync(account, 1))!.Single();
        }

        using var visitor = app.Visitor();
        using var half = await SendAsync(visitor, user, Password);
        Assert.StartsWith("/account/2fa", FormPost.Target(half), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/account/manage")).StatusCode);

        using var wrong = await FormPost.SendAsync(visitor, "/account/2fa", "code", ("Input.Code", "000000"));
        Assert.Equal("wrong-code", await FormPost.RefusalAsync(wrong));

        using var entered = await FormPost.SendAsync(visitor, "/account/recovery", "recovery", ("Input.Code", code));
        Assert.Equal("/", FormPost.Target(entered));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account/manage")).StatusCode);

        using var second = app.Visitor();
        (await SendAsync(second, user, Password)).Dispose();
        using var spent = await FormPost.SendAsync(second, "/account/recovery", "recovery", ("Input.Code", code));
        Assert.Equal("wrong-code", await FormPost.RefusalAsync(spent));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var visitor = app.Visitor();
        using var answer = await visitor.PostAsync("/account/login", new FormUrlEncodedContent(
            [new("_handler", "password"), new("Input.Email", "a@example.org"), new("Input.Password", Password)]));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        var user = await AddAsync();
        using var visitor = app.Visitor();
        (await SendAsync(visitor, user, Password)).Dispose();
        var token = await SignedIn.TokenAsync(visitor);
        using var left = await visitor.PostAsync("/account/logout", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));

        Assert.Equal("/", FormPost.Target(left));
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/account/manage")).StatusCode);
    }

    [Theory]
    [InlineData("/clips?x=1", "/clips?x=1")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/a\nb", "/")]
    [InlineData(null, "/")]
    public void Only_addresses_of_this_site_are_followed(string? asked, string taken) =>
        Assert.Equal(taken, SignInRedirects.LocalOrHome(asked));

    [Fact]
    public async Task The_limit_on_attempts_answers_with_429()
    {
        await using var strict = new AppFactory();
        strict.Settings["RateLimits:SignInPerMinute"] = "2";
        using var visitor = strict.Visitor();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            (await FormPost.SendAsync(visitor, "/account/login", "password", ("Input.Email", "a@example.org"), ("Input.Password", "x"))).Dispose();
        }

        using var third = await FormPost.SendAsync(visitor, "/account/login", "password", ("Input.Email", "a@example.org"), ("Input.Password", "x"));
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
    }

    private async Task<AppUser> AddAsync() => await app.AddUserAsync(TenantRole.Teacher, (await app.AddTenantAsync()).Id, password: Password);

    private static Task<HttpResponseMessage> SendAsync(HttpClient visitor, AppUser user, string password, string page = "/account/login") =>
        FormPost.SendAsync(visitor, page, "password", ("Input.Email", user.Email!), ("Input.Password", password));

    private async Task<int> CountAsync(AppUser user, AuditEvent what)
    {
        await using var db = await app.OpenDbAsync();
        return await db.AuditEntries.CountAsync(entry => entry.ActorId == user.Id && entry.Event == what.ToString());
    }
}

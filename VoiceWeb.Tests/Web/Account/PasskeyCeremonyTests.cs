using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Account;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Tests.Web.Account;

/// <summary>The server's side of passkeys, against a device in code that can lie about its holder.</summary>
public sealed class PasskeyCeremonyTests : IAsyncLifetime
{
    private readonly AppFactory _app = new() { Replace = services => services.AddSingleton<IStartupFilter, VerifyDoor>() };
    private readonly SoftAuthenticator _device = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _device.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task The_owner_begins_with_a_passkey_and_signs_in_with_it()
    {
        var made = await CreateOwnerAsync();
        Assert.Equal("/", FormPost.Target(made));

        using var visitor = _app.Visitor();
        using var entered = await SignInAsync(visitor);
        Assert.Equal("/", FormPost.Target(entered));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account/manage")).StatusCode);
    }

    [Fact]
    public async Task A_device_that_did_not_verify_its_holder_creates_no_account()
    {
        _device.VerifiesUser = false;
        var refused = await CreateOwnerAsync();

        Assert.Equal("passkey-refused", await FormPost.RefusalAsync(refused));
        await using var db = await _app.OpenDbAsync();
        Assert.Empty(await db.Users.ToListAsync());
    }

    [Fact]
    public async Task A_device_that_did_not_verify_its_holder_opens_nothing()
    {
        await CreateOwnerAsync();
        _device.VerifiesUser = false;
        using var visitor = _app.Visitor();
        using var refused = await SignInAsync(visitor);

        Assert.Equal("passkey-unknown", await FormPost.RefusalAsync(refused));
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/account/manage")).StatusCode);
    }

    [Fact]
    public async Task Step_up_confirms_once_and_only_for_the_holder_of_the_account()
    {
        var owner = await CreateOwnerClientAsync();
        var options = await OptionsAsync(owner);
        var answer = _device.Get(options);

        Assert.Equal(64, (await VerifyAsync(owner, answer)).Length);
        // The same answer again, as a thief would send it.
        Assert.Equal("step-up-failed", await VerifyAsync(owner, answer));
        Assert.Equal("step-up-failed", await VerifyAsync(owner, "{}"));
        Assert.Equal("step-up-failed", await VerifyAsync(owner, "no json"));
    }

    [Fact]
    public async Task Step_up_refuses_a_device_that_did_not_verify_its_holder()
    {
        var owner = await CreateOwnerClientAsync();
        var options = await OptionsAsync(owner);
        _device.VerifiesUser = false;
        Assert.Equal("step-up-failed", await VerifyAsync(owner, _device.Get(options)));
    }

    [Fact]
    public async Task Step_up_refuses_the_passkey_of_somebody_else()
    {
        await CreateOwnerAsync();
        var other = await _app.SignInAsync(TenantRole.Teacher);
        Assert.Equal(HttpStatusCode.Conflict, (await other.PostJsonAsync("/api/step-up/options", new { })).StatusCode);

        // A question that names no account, answered with the owner's passkey, in the other's session.
        var options = await (await other.PostJsonAsync("/api/passkeys/sign-in", new { })).Content.ReadAsStringAsync();
        Assert.Equal("step-up-failed", await VerifyAsync(other, _device.Get(options)));
    }

    [Fact]
    public async Task The_question_for_a_first_passkey_needs_a_valid_link()
    {
        using var visitor = _app.Visitor();
        var token = await SignedIn.TokenAsync(visitor);
        using var refused = await PostAsync(visitor, token, "/api/passkeys/register", new { token = "made-up", name = "Eve", email = "eve@example.org" });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }

    private async Task<HttpResponseMessage> CreateOwnerAsync(HttpClient? client = null)
    {
        var visitor = client ?? _app.Visitor();
        var link = await _app.Services.GetRequiredService<OwnerLinks>().IssueAsync(CancellationToken.None);
        var token = await SignedIn.TokenAsync(visitor);
        using var question = await PostAsync(
            visitor, token, "/api/passkeys/register", new { token = link, name = "Ada", email = "ada@example.org", school = "Lakeside" });
        Assert.True(question.IsSuccessStatusCode, await question.Content.ReadAsStringAsync());
        return await FormPost.SendAsync(
            visitor,
            $"/account/owner?token={link}",
            "owner",
            ("Input.Token", link!),
            ("Input.Name", "Ada"),
            ("Input.Email", "ada@example.org"),
            ("Input.School", "Lakeside"),
            ("Input.Credential", _device.Create(await question.Content.ReadAsStringAsync())));
    }

    private async Task<SignedIn> CreateOwnerClientAsync()
    {
        var client = _app.Visitor();
        Assert.Equal("/", FormPost.Target(await CreateOwnerAsync(client)));
        await using var db = await _app.OpenDbAsync();
        var owner = await db.Users.SingleAsync();
        return new SignedIn(client, new CurrentUser(owner.Id, owner.CurrentTenantId!.Value, TenantRole.Admin, true, owner.DisplayName));
    }

    private async Task<HttpResponseMessage> SignInAsync(HttpClient visitor)
    {
        var token = await SignedIn.TokenAsync(visitor);
        using var question = await PostAsync(visitor, token, "/api/passkeys/sign-in", new { });
        return await FormPost.SendAsync(
            visitor, "/account/login", "passkey", ("Passkey.Credential", _device.Get(await question.Content.ReadAsStringAsync())));
    }

    private static async Task<string> OptionsAsync(SignedIn who)
    {
        using var answer = await who.PostJsonAsync("/api/step-up/options", new { });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadAsStringAsync();
    }

    // The hash of the credential, or the refusal's code.
    private static async Task<string> VerifyAsync(SignedIn who, string credential)
    {
        using var answer = await who.PostJsonAsync(VerifyDoor.Path, credential);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync<T>(HttpClient client, string token, string url, T body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = JsonContent.Create(body) };
        request.Headers.Add("RequestVerificationToken", token);
        request.Headers.Add("Accept", "application/json");
        return await client.SendAsync(request);
    }

    // A door for tests alone that shows what step-up answers within a request.
    private sealed class VerifyDoor : IStartupFilter
    {
        public const string Path = "/test/step-up";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, following) =>
            {
                if (http.Request.Path != Path)
                {
                    await following(http);
                    return;
                }

                http.User = (await http.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal!;
                var credential = await http.Request.ReadFromJsonAsync<string>() ?? "";
                var answer = await http.RequestServices.GetRequiredService<PasskeyStepUp>()
                    .VerifyAsync(http.RequestServices.GetRequiredService<CurrentUser>(), credential);
                await http.Response.WriteAsync(answer.Succeeded ? answer.Value : answer.Refusal.Code);
            });
            next(app);
        };
    }
}

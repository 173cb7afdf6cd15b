using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Tests;

/// <summary>
/// The real app over a temporary data directory. <see cref="SignInAsync"/> makes an account with a role in a school and gives a client
/// that carries a real session cookie. Dispose removes everything.
/// </summary>
public class AppFactory : WebApplicationFactory<Program>
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"voiceweb-test-{Guid.NewGuid():N}");

    /// <summary>Further settings, such as <c>Clips:MaxBytes</c>; set before the first client.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["RateLimits:SignInPerMinute"] = "100000",
        ["RateLimits:UploadsPerMinute"] = "100000",
        ["RateLimits:ApiPerMinute"] = "100000",
    };

    /// <summary>Replaces services before the app is built, such as the engine by a fake one.</summary>
    public Action<IServiceCollection>? Replace { get; init; }

    /// <summary>Where the app keeps its data.</summary>
    public string DataPath => _directory;

    /// <summary>A context for arranging and checking: sees every school.</summary>
    public Task<VoiceWebDb> OpenDbAsync() =>
        Services.GetRequiredService<IDbContextFactory<VoiceWebDb>>().OpenForInstallationAsync(CancellationToken.None);

    /// <summary>A new school.</summary>
    public async Task<Tenant> AddTenantAsync(string name = "Lakeside School")
    {
        await using var db = await OpenDbAsync();
        var tenant = new Tenant { Id = Guid.NewGuid(), Name = name, CreatedAt = DateTimeOffset.UtcNow };
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        return tenant;
    }

    /// <summary>A new account with a place in a school, and a password if one is given.</summary>
    public async Task<AppUser> AddUserAsync(
        TenantRole role, Guid tenantId, bool owner = false, string? password = null, string? name = null)
    {
        using var scope = Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
        var email = $"{Guid.NewGuid():N}@example.org";
        var user = new AppUser
        {
            UserName = email,
            Email = email,
            DisplayName = name ?? $"Test {role}",
            IsOwner = owner,
            CurrentTenantId = tenantId,
            CreatedAt = DateTimeOffset.UtcNow,
        };
        var made = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
        Assert.True(made.Succeeded, string.Join(' ', made.Errors.Select(e => e.Description)));
        await using var db = await OpenDbAsync();
        db.Memberships.Add(new Membership { Id = Guid.NewGuid(), TenantId = tenantId, UserId = user.Id, Role = role, JoinedAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync();
        return user;
    }

    /// <summary>A client signed in as a new member of the given school, or of a new one.</summary>
    public async Task<SignedIn> SignInAsync(TenantRole role, Guid? tenantId = null, bool owner = false)
    {
        var tenant = tenantId ?? (await AddTenantAsync()).Id;
        var user = await AddUserAsync(role, tenant, owner);
        return new SignedIn(await ClientOfAsync(user), new CurrentUser(user.Id, tenant, role, owner, user.DisplayName));
    }

    /// <summary>A client that carries a session of an existing account; it does not follow redirects.</summary>
    public async Task<HttpClient> ClientOfAsync(AppUser user)
    {
        var client = Visitor();
        client.DefaultRequestHeaders.Add("Cookie", await SessionCookieAsync(user));
        return client;
    }

    /// <summary>A client that nobody is signed in with; it does not follow redirects.</summary>
    public HttpClient Visitor()
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        // As browsers do with every form; a passkey counts only where this is the origin that the device signed.
        client.DefaultRequestHeaders.Add("Origin", "http://localhost");
        return client;
    }

    /// <summary>The session cookie that signing in would set, as <c>name=value</c>; for browsers too.</summary>
    public async Task<string> SessionCookieAsync(AppUser user)
    {
        using var scope = Services.CreateScope();
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<AppUser>>().CreateAsync(user);
        var cookie = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = DateTimeOffset.UtcNow;
        var ticket = new AuthenticationTicket(
            principal,
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(1) },
            IdentityConstants.ApplicationScheme);
        return $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(ticket)}";
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("DataDirectory", _directory);
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            // What the test server lacks, and what every page with a form says.
            .AddFilter("Microsoft.AspNetCore.Routing.EndpointRoutingMiddleware", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error));
        builder.ConfigureServices(services =>
        {
            // The welcome prints the owner's link, which tests make themselves.
            foreach (var welcome in services.Where(service => service.ImplementationType == typeof(VoiceWeb.Account.Welcome)).ToList())
            {
                services.Remove(welcome);
            }

            Replace?.Invoke(services);
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Directory.Exists(_directory))
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(_directory, recursive: true);
        }

        GC.SuppressFinalize(this);
    }
}

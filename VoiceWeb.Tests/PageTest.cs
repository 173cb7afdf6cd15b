using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Shell;

namespace VoiceWeb.Tests;

/// <summary>
/// Renders a page over real services and a SQLite database in memory. A page gets its <see cref="CurrentUser"/> as in the app:
/// <c>RenderFor&lt;ClipsPage&gt;(me)</c>. Add a feature's services in the constructor: <c>Services.AddClips()</c>.
/// </summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    // The database lives as long as this connection.
    private readonly SqliteConnection _keepAlive;
    private bool _framed;

    protected PageTest()
    {
        var connection = $"Data Source=page-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        _keepAlive = new SqliteConnection(connection);
        _keepAlive.Open();
        DataPath = Path.Combine(Path.GetTempPath(), $"voiceweb-page-{Guid.NewGuid():N}");

        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton(new DataDirectory(DataPath));
        Services.AddDataProtection();
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        // The database's model asks for these, and one model serves all tests of the process.
        Services.Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        Services.AddDbContextFactory<VoiceWebDb>((provider, options) => options
            .UseSqlite(connection)
            .AddInterceptors(provider.GetServices<IInterceptor>()));
        Services.AddSingleton(new VoiceWeb.Engine.Labels.LabelSeal(
            System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256)));
        Services.AddAudit();
        Services.AddPageServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        // Waiting is for a busy machine, not for a slow page.
        DefaultWaitTimeout = TimeSpan.FromSeconds(30);
    }

    /// <summary>The clock of the services; moves only when told to.</summary>
    protected ManualClock Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    /// <summary>The services' data directory.</summary>
    protected string DataPath { get; }

    public virtual async ValueTask InitializeAsync()
    {
        await using var db = await OpenDbAsync();
        await db.Database.EnsureCreatedAsync();
    }

    /// <summary>A context for arranging and checking: sees every school.</summary>
    protected Task<VoiceWebDb> OpenDbAsync() =>
        Services.GetRequiredService<IDbContextFactory<VoiceWebDb>>().OpenForInstallationAsync(CancellationToken.None);

    /// <summary>A member of a new school.</summary>
    protected async Task<CurrentUser> AddMemberAsync(TenantRole role, bool owner = false, Guid? tenantId = null)
    {
        await using var db = await OpenDbAsync();
        var tenant = tenantId ?? Guid.NewGuid();
        if (tenantId is null)
        {
            db.Tenants.Add(new Tenant { Id = tenant, Name = "Lakeside School", CreatedAt = Clock.GetUtcNow() });
        }

        var user = new AppUser { DisplayName = $"Test {role}", IsOwner = owner, CurrentTenantId = tenant, CreatedAt = Clock.GetUtcNow() };
        user.UserName = user.Email = $"{user.Id}@example.org";
        db.Users.Add(user);
        db.Memberships.Add(new Membership { Id = Guid.NewGuid(), TenantId = tenant, UserId = user.Id, Role = role, JoinedAt = Clock.GetUtcNow() });
        await db.SaveChangesAsync();
        return new CurrentUser(user.Id, tenant, role, owner, user.DisplayName);
    }

    /// <summary>Renders a page as the layout would for this member, with MudBlazor's popovers, dialogs and messages beside it.</summary>
    protected IRenderedComponent<TPage> RenderFor<TPage>(CurrentUser? user, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        if (!_framed)
        {
            Render<MudPopoverProvider>();
            Render<MudDialogProvider>();
            Render<MudSnackbarProvider>();
            _framed = true;
        }

        return Render<TPage>(page =>
        {
            if (user is not null)
            {
                page.AddCascadingValue(user);
            }

            page.AddCascadingValue(Task.FromResult(new AuthenticationState(new System.Security.Claims.ClaimsPrincipal())));
            parameters?.Invoke(page);
        });
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _keepAlive.DisposeAsync();
        if (Directory.Exists(DataPath))
        {
            Directory.Delete(DataPath, recursive: true);
        }
    }
}

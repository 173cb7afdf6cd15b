using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VoiceWeb.Data;

/// <summary>The database's wiring.</summary>
public static class DataFeature
{
    /// <summary>SQLite file <c>voiceweb.db</c> in the data directory (<c>DataDirectory</c> in the configuration).</summary>
    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.AddDbContextFactory<VoiceWebDb>((provider, options) =>
        {
            var directory = provider.GetRequiredService<DataDirectory>();
            options.UseSqlite(new SqliteConnectionStringBuilder
            {
                DataSource = directory.PathOf("voiceweb.db"),
                ForeignKeys = true,
                DefaultTimeout = 30,
            }.ToString());
            options.AddInterceptors(provider.GetServices<IInterceptor>());
        });
        return services;
    }

    /// <summary>Brings the database to the newest schema; readers and the one writer do not block each other from then on.</summary>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<VoiceWebDb>>().CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", cancellationToken);
    }

    /// <summary>A context that sees one school.</summary>
    public static async Task<VoiceWebDb> OpenForTenantAsync(
        this IDbContextFactory<VoiceWebDb> factory, Guid tenantId, CancellationToken cancellationToken) =>
        (await factory.CreateDbContextAsync(cancellationToken)).ScopeTo(tenantId);

    /// <summary>A context that sees every school.</summary>
    public static async Task<VoiceWebDb> OpenForInstallationAsync(
        this IDbContextFactory<VoiceWebDb> factory, CancellationToken cancellationToken) =>
        (await factory.CreateDbContextAsync(cancellationToken)).ScopeToInstallation();
}

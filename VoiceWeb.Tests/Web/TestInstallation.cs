using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Storage;

namespace VoiceWeb.Tests.Web;

/// <summary>A data directory of its own, with real database, keys and sealed files, and none of the web around it.</summary>
public sealed class TestInstallation : IAsyncDisposable
{
    // Migrated once; every installation begins with a copy.
    private static readonly Lazy<Task<byte[]>> EmptyDatabase = new(MigrateAsync);

    private readonly bool _ownsDirectory;

    private TestInstallation(string path, bool ownsDirectory, Action<IServiceCollection>? configure)
    {
        _ownsDirectory = ownsDirectory;
        Directory = new DataDirectory(path);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Directory);
        services.AddData();
        services.Configure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        services.AddStorage();
        services.AddAudit();
        configure?.Invoke(services);
        Services = services.BuildServiceProvider();
    }

    public DataDirectory Directory { get; }

    public ServiceProvider Services { get; }

    public SealedBlobs Blobs => Services.GetRequiredService<SealedBlobs>();

    public IDbContextFactory<VoiceWebDb> Databases => Services.GetRequiredService<IDbContextFactory<VoiceWebDb>>();

    /// <summary>A fresh installation; or, with the path of another, a second process over the same data.</summary>
    public static async Task<TestInstallation> StartAsync(Action<IServiceCollection>? configure = null, string? over = null)
    {
        var installation = new TestInstallation(
            over ?? NewPath(), over is null, configure);
        if (over is null)
        {
            await File.WriteAllBytesAsync(installation.Directory.PathOf("voiceweb.db"), await EmptyDatabase.Value);
        }

        return installation;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    private static async Task<byte[]> MigrateAsync()
    {
        await using var template = new TestInstallation(NewPath(), ownsDirectory: true, null);
        await template.Services.MigrateAsync(CancellationToken.None);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return await File.ReadAllBytesAsync(template.Directory.PathOf("voiceweb.db"));
    }

    private static string NewPath() => Path.Combine(Path.GetTempPath(), "voiceweb-test-" + Guid.NewGuid().ToString("N"));

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_ownsDirectory)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            System.IO.Directory.Delete(Directory.Root, recursive: true);
        }
    }
}

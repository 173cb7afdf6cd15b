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
            over ?? Path.Combine(Path.GetTempPath(), "voiceweb-test-" + Guid.NewGuid().ToString("N")), over is null, configure);
        await installation.Services.MigrateAsync(CancellationToken.None);
        return installation;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

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

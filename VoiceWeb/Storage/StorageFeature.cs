using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using VoiceWeb.Data;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Storage;

/// <summary>The wiring of bytes at rest.</summary>
public static class StorageFeature
{
    /// <summary>Sealed files under <c>blobs/</c>, keys under <c>keys/</c> of the data directory.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("VoiceWeb");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            keys => keys.XmlRepository = new FileSystemXmlRepository(
                KeysDirectory(provider.GetRequiredService<DataDirectory>()), provider.GetRequiredService<ILoggerFactory>())));
        services.AddSingleton<SealedBlobs>();
        services.AddSingleton<ClipStore>();
        services.AddSingleton<AudioStore>();
        services.AddSingleton<WatermarkKeyStore>();
        services.AddSingleton(provider => provider.GetRequiredService<WatermarkKeyStore>().Load());
        services.AddSingleton(provider => provider.GetRequiredService<WatermarkKeyRing>().Current);
        services.AddSingleton<LabelKeyStore>();
        services.AddSingleton(provider => provider.GetRequiredService<LabelKeyStore>().Load());
        services.AddSingleton<SketchSeal>();
        services.AddOptions<ContentCredentialOptions>().BindConfiguration("C2pa");
        services.AddSingleton<ContentCertificateStore>();
        services.AddSingleton<BlobErasure>();
        services.AddHostedService(provider => provider.GetRequiredService<BlobErasure>());
        services.AddSingleton<OrphanSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<OrphanSweep>());
        return services;
    }

    /// <summary>The folder of keys, readable by this account alone.</summary>
    internal static DirectoryInfo KeysDirectory(DataDirectory directory)
    {
        var path = directory.PathOf("keys");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

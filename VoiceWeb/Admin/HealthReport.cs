using System.Globalization;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Voices;

namespace VoiceWeb.Admin;

/// <summary>How one thing is that the installation needs.</summary>
/// <param name="Name">Stable name: pages translate by it.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was found; versions, sizes, places.</param>
/// <param name="Fix">What to type or do when it is not well; null when it is.</param>
public sealed record HealthLine(string Name, HealthState State, string Detail, string? Fix)
{
    /// <param name="said">What the engine says of it.</param>
    public HealthLine(string name, HealthState state, EngineStatement said)
        : this(name, state, said.English, null) => Said = said;

    /// <summary>The detail where it is a sentence that pages translate.</summary>
    public EngineStatement? Said { get; }
}

/// <summary>How a thing is.</summary>
public enum HealthState
{
    Well,

    /// <summary>Works, but not as well as it could, or not for long.</summary>
    Attention,

    /// <summary>Something cannot be done at all.</summary>
    Broken,
}

/// <summary>Looks at everything that the installation needs: tools, providers, models, disk, database, keys.</summary>
public sealed class HealthReport(
    IDbContextFactory<VoiceWebDb> dbFactory,
    DataDirectory directory,
    SessionFactory sessions,
    SpokenLanguages models,
    PolyphoneModel polyphones,
    WatermarkKeyStore keys,
    ContentCertificateStore credentials,
    TimeProvider clock)
{
    private const double GibiBytes = 1_073_741_824;
    private const double LeastFreeGibiBytes = 2;
    private const int RenewDays = 30;

    /// <summary>Looks at everything now.</summary>
    /// <exception cref="UnauthorizedAccessException">The member does not run the installation.</exception>
    public async Task<IReadOnlyList<HealthLine>> ReadAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        if (!user.IsOwner)
        {
            throw new UnauthorizedAccessException("Only whoever runs the installation sees its health.");
        }

        return
        [
            await ToolAsync("espeak-ng", cancellationToken),
            await ToolAsync("ffmpeg", cancellationToken),
            .. models.Models.Select(model => new HealthLine(
                $"model {model.Name}", model.Available ? HealthState.Well : HealthState.Attention, model.Statement)),
            Provider(),
            Polyphones(),
            Disk(),
            await DatabaseAsync(cancellationToken),
            Keys(),
            Credentials(),
        ];
    }

    private static async Task<HealthLine> ToolAsync(string name, CancellationToken cancellationToken) =>
        await ExternalTools.FindAsync(name, cancellationToken) is { } tool
            ? new HealthLine(name, HealthState.Well, $"{tool.Version ?? tool.Name} ({tool.Path})", null)
            : new HealthLine(name, HealthState.Broken, "", ExternalTools.InstallCommand(name));

    private HealthLine Provider()
    {
        var providers = sessions.Providers;
        return new HealthLine("provider", providers.Usable ? HealthState.Well : HealthState.Attention, providers.Statement);
    }

    // Opening it takes seconds and half a gigabyte, so one that is there is tried here too: a teacher should not be the first to find out.
    private HealthLine Polyphones() =>
        new("polyphones", polyphones.IsUsable ? HealthState.Well : HealthState.Attention, polyphones.Statement);

    private HealthLine Disk()
    {
        var drive = new DriveInfo(directory.Root);
        var free = drive.AvailableFreeSpace / GibiBytes;
        return new HealthLine(
            "disk",
            free >= LeastFreeGibiBytes ? HealthState.Well : HealthState.Attention,
            string.Create(CultureInfo.CurrentCulture, $"{free:0.0} GiB / {drive.TotalSize / GibiBytes:0.0} GiB, {directory.Root}"),
            null);
    }

    private async Task<HealthLine> DatabaseAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var verdict = await db.Database.SqlQueryRaw<string>("PRAGMA quick_check").ToListAsync(cancellationToken);
        var file = new FileInfo(directory.PathOf("voiceweb.db"));
        var size = string.Create(CultureInfo.CurrentCulture, $"{(file.Exists ? file.Length : 0) / 1_048_576.0:0.0} MiB, {file.FullName}");
        return verdict is ["ok"]
            ? new HealthLine("database", HealthState.Well, size, null)
            : new HealthLine("database", HealthState.Broken, string.Join(" ", verdict), "cp -r BACKUP/. " + directory.Root);
    }

    private HealthLine Keys()
    {
        try
        {
            return new HealthLine("keys", HealthState.Well, $"{keys.Load().Current.Id}, {directory.PathOf("keys")}", null);
        }
        catch (System.Security.Cryptography.CryptographicException unreadable)
        {
            return new HealthLine("keys", HealthState.Broken, unreadable.Message, $"cp -r BACKUP/keys {directory.Root}");
        }
    }

    private HealthLine Credentials()
    {
        const string Name = "credentials";
        if (!credentials.Wanted)
        {
            return new HealthLine(Name, HealthState.Well, "", null);
        }

        if (credentials.Certificate is not { } certificate)
        {
            return new HealthLine(Name, HealthState.Broken, credentials.Fault ?? "", "C2pa:CertificateFile, C2pa:KeyFile, C2pa:KeyPassword");
        }

        var detail = string.Create(CultureInfo.CurrentCulture, $"{certificate.Subject}, {certificate.ValidFrom.ToLocalTime():d} – {certificate.ValidUntil.ToLocalTime():d}");
        var now = clock.GetUtcNow();
        return certificate.ValidUntil <= now || certificate.ValidFrom > now ? new HealthLine(Name, HealthState.Broken, detail, "C2pa:CertificateFile")
            : certificate.ValidUntil < now.AddDays(RenewDays) ? new HealthLine(Name, HealthState.Attention, detail, "C2pa:CertificateFile")
            : certificate.Objections.Count > 0 ? new HealthLine(Name, HealthState.Attention, $"{detail} ({string.Join(", ", certificate.Objections)})", "C2pa:CertificateFile")
            : new HealthLine(Name, HealthState.Well, detail, null);
    }
}

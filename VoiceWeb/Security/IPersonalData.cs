using System.IO.Compression;

namespace VoiceWeb.Security;

/// <summary>A feature's answer to a person who wants their data, or wants it gone. Each feature that keeps any registers one.</summary>
public interface IPersonalData
{
    /// <summary>Writes all that the feature keeps about the account, in every school, into the archive.</summary>
    Task ExportAsync(string userId, ZipArchive archive, CancellationToken cancellationToken);

    /// <summary>
    /// Erases all that the feature keeps about the account, in every school, and records that it did. Erasing twice does no harm: it
    /// runs again when something failed half way.
    /// </summary>
    Task ForgetAsync(string userId, CancellationToken cancellationToken);
}

using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Account;

/// <summary>Everything that is kept about one person, as a ZIP archive of JSON and audio files.</summary>
internal sealed class ExportMyData(
    UserManager<AppUser> users, IDbContextFactory<VoiceWebDb> dbFactory, IEnumerable<IPersonalData> features, AccountLedger ledger)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Writes the archive to a stream, which stays open.</summary>
    public async Task WriteAsync(AppUser user, Stream output, CancellationToken cancellationToken)
    {
        await ledger.InTransactionAsync(_ =>
        {
            ledger.Note(user, AuditEvent.AccountExported);
            return Task.FromResult(true);
        }, cancellationToken);

        await using var archive = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        await WriteJsonAsync(archive, "account.json", await AccountAsync(user, cancellationToken), cancellationToken);
        foreach (var feature in features)
        {
            await feature.ExportAsync(user.Id, archive, cancellationToken);
        }
    }

    private async Task<object> AccountAsync(AppUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var passkeys = await users.GetPasskeysAsync(user);
        return new
        {
            user.Id,
            user.DisplayName,
            user.Email,
            user.CreatedAt,
            user.IsOwner,
            user.TwoFactorEnabled,
            HasPassword = await users.HasPasswordAsync(user),
            Passkeys = passkeys.Select(passkey => new { passkey.Name, passkey.CreatedAt }),
            Schools = await db.Memberships.AsNoTracking().Where(place => place.UserId == user.Id)
                .Select(place => new { place.TenantId, Role = place.Role.ToString(), place.JoinedAt }).ToListAsync(cancellationToken),
            Records = await db.AuditEntries.AsNoTracking().Where(entry => entry.ActorId == user.Id).OrderBy(entry => entry.Sequence)
                .Select(entry => new { entry.Sequence, entry.At, entry.Event, entry.Subject }).ToListAsync(cancellationToken),
        };
    }

    private static async Task WriteJsonAsync(ZipArchive archive, string name, object content, CancellationToken cancellationToken)
    {
        await using var entry = await archive.CreateEntry(name).OpenAsync(cancellationToken);
        await JsonSerializer.SerializeAsync(entry, content, Readable, cancellationToken);
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Tests.Web.Audit;

public sealed class AuditRootsTests : IAsyncLifetime
{
    private static readonly Guid School = Guid.NewGuid();
    private static readonly CurrentUser Auditor = new("eve", School, TenantRole.Auditor, false, "Eve");

    private TestInstallation _installation = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AuditRoots Roots => _installation.Get<AuditRoots>();

    public async ValueTask InitializeAsync() => _installation = await TestInstallation.StartAsync();

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Each_root_covers_what_came_since_the_last_and_nothing_new_gives_none()
    {
        await AppendAsync(5);
        var first = (await Roots.MakeAsync(Token))!;
        Assert.Null(await Roots.MakeAsync(Token)); // the note of the root itself is no news
        await AppendAsync(3);
        var second = (await Roots.MakeAsync(Token))!;

        Assert.Equal((1, 1, 5), (first.Number, first.FirstSequence, first.LastSequence));
        Assert.Equal((2, 6, 9), (second.Number, second.FirstSequence, second.LastSequence)); // 6 is that note
        Assert.True((await _installation.Get<AuditChainCheck>().CheckAsync(null, Token)).Whole);
    }

    [Fact]
    public async Task An_entry_is_proved_against_the_exported_root()
    {
        await AppendAsync(11);
        await Roots.MakeAsync(Token);

        var proof = (await Roots.ProveAsync(Auditor, 7, Token)).Value;

        var root = MerkleTree.RootFrom(Convert.FromHexString(proof.Hash), proof.Index, proof.Count, [.. proof.Path.Select(Convert.FromHexString)]);
        var export = await Roots.ExportAsync(Auditor, Token);
        Assert.Contains(Convert.ToHexStringLower(root), export, StringComparison.Ordinal);
        Assert.Equal("entry-not-found", (await Roots.ProveAsync(Auditor with { TenantId = Guid.NewGuid() }, 7, Token)).Refusal!.Code);
        await AppendAsync(1);
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        Assert.Equal("entry-without-root", (await Roots.ProveAsync(Auditor, await db.AuditEntries.Where(e => e.TenantId == School).MaxAsync(e => e.Sequence, Token), Token)).Refusal!.Code);
    }

    [Fact]
    public async Task The_exported_root_is_signed_by_this_installation()
    {
        await AppendAsync(2);
        await Roots.MakeAsync(Token);

        var lines = (await Roots.ExportAsync(Auditor, Token)).Split('\n');
        var line = lines[1][..lines[1].LastIndexOf(' ')];
        var signature = Convert.FromBase64String(lines[1][(line.Length + 1)..]);
        using var key = ECDsa.Create();
        key.ImportFromPem(string.Join('\n', lines[2..]));

        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes(line), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.False(key.VerifyData(Encoding.UTF8.GetBytes(line + "1"), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Fact]
    public async Task A_history_that_was_written_anew_fits_in_itself_and_not_under_its_root()
    {
        await AppendAsync(6);
        await Roots.MakeAsync(Token);
        await RewriteAsync();

        var verdict = await _installation.Get<AuditChainCheck>().CheckAsync(null, Token);

        Assert.Equal((ChainBreakKind.WrongRoot, 1), (verdict.Break!.Kind, verdict.Break.Sequence));
    }

    [Fact]
    public async Task The_daily_look_is_recorded_and_shown_and_makes_no_root_over_a_broken_chain()
    {
        await AppendAsync(4);
        var watch = _installation.Get<AuditWatch>();
        Assert.True((await watch.LookAsync(Token)).Whole);
        var last = (await _installation.Get<AuditReader>().LastCheckAsync(Auditor, Token))!;
        Assert.Equal((4, true), (last.Entries, last.Whole));
        Assert.Single(await Roots.ListAsync(Auditor, 10, Token));

        await AppendAsync(2);
        await ForgeAsync("UPDATE AuditEntries SET Subject = 'other' WHERE Sequence = 2");
        Assert.False((await watch.LookAsync(Token)).Whole);
        Assert.False((await _installation.Get<AuditReader>().LastCheckAsync(Auditor, Token))!.Whole);
        Assert.Single(await Roots.ListAsync(Auditor, 10, Token));
    }

    [Fact]
    public async Task The_database_refuses_to_change_a_root()
    {
        await AppendAsync(1);
        await Roots.MakeAsync(Token);
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        await Assert.ThrowsAsync<SqliteException>(() => db.AuditRoots.ExecuteDeleteAsync(Token));
        await Assert.ThrowsAsync<SqliteException>(() => db.AuditRoots.ExecuteUpdateAsync(set => set.SetProperty(r => r.Root, ""), Token));
    }

    private async Task AppendAsync(int count)
    {
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        for (var i = 0; i < count; i++)
        {
            _installation.Get<AuditTrail>().Append(db, School, "ada", AuditEvent.VoiceCreated, $"voice:{i}");
        }

        await db.SaveChangesAsync(Token);
    }

    /// <summary>As somebody with the machine in hand would: the entries changed and every hash computed anew.</summary>
    private async Task RewriteAsync()
    {
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        var entries = await db.AuditEntries.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync(Token);
        var sql = new StringBuilder();
        var previous = AuditHash.Beginning;
        foreach (var entry in entries)
        {
            entry.Subject = entry.Sequence == 3 ? "voice:another" : entry.Subject;
            entry.PreviousHash = previous;
            previous = entry.Hash = AuditHash.Of(entry);
            sql.Append(System.Globalization.CultureInfo.InvariantCulture, $"UPDATE AuditEntries SET Subject='{entry.Subject}', PreviousHash='new{entry.PreviousHash}', Hash='{entry.Hash}' WHERE Sequence={entry.Sequence};");
        }

        sql.Append("UPDATE AuditEntries SET PreviousHash = substr(PreviousHash, 4);");
        await ForgeAsync(sql.ToString());
    }

    private async Task ForgeAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_installation.Directory.PathOf("voiceweb.db")}");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // written in this file
        command.CommandText = "DROP TRIGGER \"AuditEntries_NoUpdate\";" + sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Token);
    }
}

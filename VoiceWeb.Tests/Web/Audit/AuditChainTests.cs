using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web.Audit;

public sealed class AuditChainTests : IAsyncLifetime
{
    private static readonly Guid School = Guid.NewGuid();

    private TestInstallation _installation = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _installation = await TestInstallation.StartAsync();

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Entries_of_one_save_are_numbered_in_the_order_in_which_they_were_appended()
    {
        await AppendAsync(_installation, "a", "b", "c");
        await AppendAsync(_installation, "d");

        await using var db = await _installation.Databases.OpenForTenantAsync(School, Token);
        var entries = await db.AuditEntries.OrderBy(e => e.Sequence).ToListAsync(Token);

        Assert.Equal([1, 2, 3, 4], entries.Select(e => e.Sequence));
        Assert.Equal(["a", "b", "c", "d"], entries.Select(e => e.Subject));
        Assert.Equal(AuditHash.Beginning, entries[0].PreviousHash);
        Assert.Equal(entries.Select(e => e.Hash).SkipLast(1), entries.Skip(1).Select(e => e.PreviousHash));
    }

    [Fact]
    public void The_hash_of_an_entry_is_fixed_for_good()
    {
        var entry = new AuditEntry
        {
            Sequence = 7,
            TenantId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
            At = new DateTimeOffset(2026, 11, 23, 1, 2, 3, TimeSpan.Zero),
            ActorId = "ada",
            Event = "VoiceCreated",
            Subject = "voice:é",
            FactsJson = "{}",
            PreviousHash = AuditHash.Beginning,
        };
        var input = "1:7\n32:00112233445566778899aabbccddeeff\n18:639309925230000000\n3:ada\n12:VoiceCreated\n8:voice:é\n2:{}\n64:" + new string('0', 64) + "\n";

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(input))), AuditHash.Of(entry));
    }

    [Fact]
    public async Task A_thousand_appends_from_everywhere_at_once_make_one_chain_without_gap_or_fork()
    {
        // Two installations over the same files stand for two processes: they share nothing but the database.
        await using var second = await TestInstallation.StartAsync(over: _installation.Directory.Root);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 500),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token },
            async (i, _) => await AppendAsync(i % 2 == 0 ? _installation : second, $"first:{i}", $"second:{i}"));

        var verdict = await _installation.Get<AuditChainCheck>().CheckAsync(null, Token);

        Assert.Null(verdict.Break);
        Assert.Equal(1_000, verdict.Entries);
    }

    [Fact]
    public async Task An_entry_is_saved_with_its_change_or_not_at_all()
    {
        await using (var db = await _installation.Databases.OpenForTenantAsync(School, Token))
        {
            var mark = 5;
            db.Renderings.Add(new Rendering { Id = Guid.NewGuid(), TenantId = School, MarkId = mark });
            db.Renderings.Add(new Rendering { Id = Guid.NewGuid(), TenantId = School, MarkId = mark });
            _installation.Get<AuditTrail>().Append(db, School, "ada", AuditEvent.RenderingQueued, "rendering:x");
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Token));
        }

        await AppendAsync(_installation, "after");
        await using var check = await _installation.Databases.OpenForTenantAsync(School, Token);
        Assert.Equal(["after"], await check.AuditEntries.Select(e => e.Subject).ToListAsync(Token));
        Assert.Equal(0, await check.Renderings.CountAsync(Token));
    }

    [Fact]
    public async Task A_transaction_of_the_caller_decides_about_the_entry_too()
    {
        await using (var db = await _installation.Databases.OpenForTenantAsync(School, Token))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            _installation.Get<AuditTrail>().Append(db, School, "ada", AuditEvent.VoiceCreated, "undone");
            await db.SaveChangesAsync(Token);
            await transaction.RollbackAsync(Token);
        }

        await AppendAsync(_installation, "kept");
        var verdict = await _installation.Get<AuditChainCheck>().CheckAsync(null, Token);
        Assert.Equal((1, true), (verdict.Entries, verdict.Whole));
    }

    [Fact]
    public async Task Neither_the_context_nor_the_database_lets_an_entry_be_changed_or_removed()
    {
        await AppendAsync(_installation, "a");
        await using var db = await _installation.Databases.OpenForTenantAsync(School, Token);
        var entry = await db.AuditEntries.SingleAsync(Token);

        entry.Subject = "b";
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));
        db.Entry(entry).State = EntityState.Deleted;
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));
        var update = await Assert.ThrowsAsync<SqliteException>(() => db.AuditEntries.ExecuteUpdateAsync(s => s.SetProperty(e => e.Subject, "b"), Token));
        Assert.Contains("stay as they are", update.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SqliteException>(() => db.AuditEntries.ExecuteDeleteAsync(Token));
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET FactsJson = '[]' WHERE Sequence = 3", 3, ChainBreakKind.Altered)]
    [InlineData("UPDATE AuditEntries SET At = At + 1 WHERE Sequence = 2", 2, ChainBreakKind.Altered)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 3", 4, ChainBreakKind.Gap)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 1", 2, ChainBreakKind.Gap)]
    [InlineData("UPDATE AuditEntries SET PreviousHash = 'ff' WHERE Sequence = 4", 4, ChainBreakKind.WrongPredecessor)]
    public async Task The_check_names_the_first_entry_that_does_not_fit(string tampering, long at, ChainBreakKind kind)
    {
        await AppendAsync(_installation, "a", "b", "c", "d", "e");
        await using (var db = await _installation.Databases.OpenForInstallationAsync(Token))
        {
            // Somebody with the file in hand can drop the triggers first: this is what the chain is for.
            await db.Database.ExecuteSqlRawAsync("DROP TRIGGER AuditEntries_NoUpdate; DROP TRIGGER AuditEntries_NoDelete;", Token);
            await db.Database.ExecuteSqlRawAsync(tampering, Token);
        }

        var verdict = await _installation.Get<AuditChainCheck>().CheckAsync(null, Token);

        Assert.NotNull(verdict.Break);
        Assert.Equal((at, kind), (verdict.Break.Sequence, verdict.Break.Kind));
        Assert.True(verdict.Entries < at);
    }

    private static async Task AppendAsync(TestInstallation installation, params string[] subjects)
    {
        await using var db = await installation.Databases.OpenForTenantAsync(School, Token);
        foreach (var subject in subjects)
        {
            installation.Get<AuditTrail>().Append(db, School, "ada", AuditEvent.VoiceCreated, subject, new { n = 1 });
        }

        await db.SaveChangesAsync(Token);
    }
}

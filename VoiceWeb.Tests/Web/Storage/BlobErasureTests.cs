using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Storage;

namespace VoiceWeb.Tests.Web.Storage;

public sealed class BlobErasureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_ordered_is_erased_once_also_by_a_process_that_starts_later()
    {
        await using var installation = await TestInstallation.StartAsync();
        var given = await installation.Blobs.SaveAsync(new MemoryStream([1]), Token);
        var kept = await installation.Blobs.SaveAsync(new MemoryStream([2]), Token);
        await using (var db = await installation.Databases.OpenForInstallationAsync(Token))
        {
            installation.Get<BlobErasure>().Order(db, Guid.NewGuid(), given.Id, Guid.NewGuid());
            await db.SaveChangesAsync(Token);
        }

        await using var later = await TestInstallation.StartAsync(over: installation.Directory.Root);
        Assert.Equal(2, await later.Get<BlobErasure>().EraseDueAsync(Token));

        await Assert.ThrowsAsync<BlobMissingException>(() => installation.Blobs.OpenAsync(given.Id, Token));
        await using var stillThere = await installation.Blobs.OpenAsync(kept.Id, Token);
        await using var check = await installation.Databases.OpenForInstallationAsync(Token);
        Assert.Empty(await check.PendingErasures.ToListAsync(Token));
    }
}

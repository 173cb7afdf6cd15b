using VoiceWeb.Data;
using VoiceWeb.Storage;

namespace VoiceWeb.Tests.Web.Storage;

public sealed class OrphanSweepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_files_that_no_row_names_are_erased_and_all_others_stay()
    {
        await using var installation = await TestInstallation.StartAsync();
        var blobs = installation.Blobs;
        var named = await SaveAsync(old: true);
        var orphan = await SaveAsync(old: true);
        var fresh = await SaveAsync(old: false);
        var unfinished = blobs.PathOf(orphan) + ".part";
        await File.WriteAllTextAsync(unfinished, "half", Token);
        File.SetLastWriteTimeUtc(unfinished, DateTime.UtcNow.AddDays(-2));
        await using (var db = await installation.Databases.OpenForInstallationAsync(Token))
        {
            db.Clips.Add(new Clip { Id = Guid.NewGuid(), TenantId = Guid.NewGuid(), OriginalBlobId = named, DecodedBlobId = named });
            await db.SaveChangesAsync(Token);
        }

        var erased = await installation.Get<OrphanSweep>().SweepAsync(Token);

        Assert.Equal(1, erased);
        Assert.True(File.Exists(blobs.PathOf(named)));
        Assert.False(File.Exists(blobs.PathOf(orphan)));
        Assert.True(File.Exists(blobs.PathOf(fresh)));
        Assert.False(File.Exists(unfinished));

        async Task<Guid> SaveAsync(bool old)
        {
            var blob = await blobs.SaveAsync(new MemoryStream([1, 2, 3]), Token);
            if (old)
            {
                File.SetLastWriteTimeUtc(blobs.PathOf(blob.Id), DateTime.UtcNow.AddDays(-2));
            }

            return blob.Id;
        }
    }

    [Fact]
    public async Task Every_column_that_names_a_blob_is_known()
    {
        await using var installation = await TestInstallation.StartAsync();
        await using var db = await installation.Databases.OpenForInstallationAsync(Token);

        var columns = OrphanSweep.BlobColumns(db.Model);

        Assert.Contains(("Clips", "OriginalBlobId"), columns);
        Assert.Contains(("Clips", "DecodedBlobId"), columns);
        Assert.Contains(("Consents", "StatementBlobId"), columns);
        Assert.Contains(("Voices", "ProfileBlobId"), columns);
        Assert.Contains(("Renderings", "AudioBlobId"), columns);
        Assert.Contains(("RenderingParts", "BlobId"), columns);
    }
}

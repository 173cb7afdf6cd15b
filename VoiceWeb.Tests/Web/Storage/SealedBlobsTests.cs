using System.Security.Cryptography;
using VoiceWeb.Storage;

namespace VoiceWeb.Tests.Web.Storage;

public sealed class SealedBlobsTests : IAsyncLifetime
{
    private TestInstallation _installation = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SealedBlobs Blobs => _installation.Blobs;

    public async ValueTask InitializeAsync() => _installation = await TestInstallation.StartAsync();

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(300_001)]
    public async Task What_was_sealed_comes_back_with_its_length_and_hash(int length)
    {
        var content = Content(length);

        var blob = await Blobs.SaveAsync(new MemoryStream(content), Token);

        Assert.Equal(length, blob.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), blob.Sha256);
        Assert.Equal(content, await ReadAllAsync(blob.Id));
    }

    [Fact]
    public async Task Any_place_can_be_read_without_the_rest()
    {
        var content = Content(200_000);
        var blob = await Blobs.SaveAsync(new MemoryStream(content), Token);
        await using var stream = await Blobs.OpenAsync(blob.Id, Token);
        var buffer = new byte[5_000];
        foreach (var at in new[] { 199_000, 0, 65_530, 131_072, 70_000 })
        {
            stream.Position = at;
            var read = await stream.ReadAtLeastAsync(buffer, Math.Min(5_000, content.Length - at), cancellationToken: Token);
            Assert.Equal(content[at..(at + read)], buffer[..read]);
        }

        Assert.Equal(199_990, stream.Seek(-10, SeekOrigin.End));
        Assert.Equal(10, await stream.ReadAtLeastAsync(buffer, 11, throwOnEndOfStream: false, Token));
    }

    [Fact]
    public async Task Nothing_of_the_content_can_be_read_on_the_disk()
    {
        var content = Enumerable.Repeat("a secret sentence "u8.ToArray(), 5_000).SelectMany(b => b).ToArray();
        var blob = await Blobs.SaveAsync(new MemoryStream(content), Token);

        var onDisk = await File.ReadAllBytesAsync(Blobs.PathOf(blob.Id), Token);

        Assert.Equal(-1, onDisk.AsSpan().IndexOf("secret"u8));
    }

    [Fact]
    public async Task A_change_of_any_byte_is_noticed()
    {
        var blob = await Blobs.SaveAsync(new MemoryStream(Content(3_000)), Token);
        var path = Blobs.PathOf(blob.Id);
        var original = await File.ReadAllBytesAsync(path, Token);
        // Every byte of the header and of the first stored bytes, then a sample of the rest.
        foreach (var at in Enumerable.Range(0, 300).Concat(Enumerable.Range(0, 40).Select(i => 300 + i * 70)).Append(original.Length - 1))
        {
            var altered = (byte[])original.Clone();
            altered[at] ^= 1;
            await File.WriteAllBytesAsync(path, altered, Token);
            await Assert.ThrowsAsync<BlobDamagedException>(() => ReadAllAsync(blob.Id));
        }
    }

    [Fact]
    public async Task A_change_in_a_middle_chunk_is_noticed_when_it_is_read()
    {
        var blob = await Blobs.SaveAsync(new MemoryStream(Content(200_000)), Token);
        var path = Blobs.PathOf(blob.Id);
        var bytes = await File.ReadAllBytesAsync(path, Token);
        bytes[100_000] ^= 0x80;
        await File.WriteAllBytesAsync(path, bytes, Token);

        await Assert.ThrowsAsync<BlobDamagedException>(() => ReadAllAsync(blob.Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(3_392)] // the whole last chunk: 200,000 - 3 * 65,536 bytes, without its tag
    [InlineData(3_408)] // … and with it: the file then ends where a chunk ends
    [InlineData(150_000)]
    [InlineData(200_100)]
    public async Task A_file_cut_short_is_noticed_before_its_beginning_is_used(int cut)
    {
        var blob = await Blobs.SaveAsync(new MemoryStream(Content(200_000)), Token);
        var path = Blobs.PathOf(blob.Id);
        await using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(file.Length - cut);
        }

        await Assert.ThrowsAsync<BlobDamagedException>(() => Blobs.OpenAsync(blob.Id, Token));
    }

    [Fact]
    public async Task A_file_under_another_name_is_noticed()
    {
        var first = await Blobs.SaveAsync(new MemoryStream(Content(100)), Token);
        var second = await Blobs.SaveAsync(new MemoryStream(Content(100)), Token);
        File.Copy(Blobs.PathOf(first.Id), Blobs.PathOf(second.Id), overwrite: true);

        await Assert.ThrowsAsync<BlobDamagedException>(() => Blobs.OpenAsync(second.Id, Token));
    }

    [Fact]
    public async Task A_failure_half_way_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Blobs.SaveAsync(
            async (file, token) =>
            {
                await file.WriteAsync(Content(100_000), token);
                throw new IOException("The sender went away.");
            },
            Token));

        Assert.Empty(Files());
    }

    [Fact]
    public async Task Erased_is_gone_and_erasing_twice_is_no_error()
    {
        var blob = await Blobs.SaveAsync(new MemoryStream(Content(10)), Token);

        await Blobs.DeleteAsync(blob.Id);
        await Blobs.DeleteAsync(blob.Id);

        var missing = await Assert.ThrowsAsync<BlobMissingException>(() => Blobs.OpenAsync(blob.Id, Token));
        Assert.Equal(blob.Id, missing.Id);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Another_process_with_the_same_keys_reads_it_and_one_without_does_not()
    {
        var blob = await Blobs.SaveAsync(new MemoryStream(Content(5_000)), Token);

        await using (var second = await TestInstallation.StartAsync(over: _installation.Directory.Root))
        {
            await using var stream = await second.Blobs.OpenAsync(blob.Id, Token);
            Assert.Equal(5_000, stream.Length);
        }

        Directory.Delete(_installation.Directory.PathOf("keys"), recursive: true);
        await using var stranger = await TestInstallation.StartAsync(over: _installation.Directory.Root);
        await Assert.ThrowsAsync<BlobDamagedException>(() => stranger.Blobs.OpenAsync(blob.Id, Token));
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(7).NextBytes(content);
        return content;
    }

    private async Task<byte[]> ReadAllAsync(Guid id)
    {
        await using var stream = await Blobs.OpenAsync(id, Token);
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Token);
        return all.ToArray();
    }

    private string[] Files() =>
        Directory.GetFiles(_installation.Directory.PathOf("blobs"), "*", SearchOption.AllDirectories);
}

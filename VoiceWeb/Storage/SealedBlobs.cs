using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using VoiceWeb.Data;

namespace VoiceWeb.Storage;

/// <summary>
/// Files that are unreadable without this installation's keys: every recording, voice profile and rendering lies here. Each file has
/// its own random key, wrapped by the data-protection keys in <c>keys/</c>. Safe for concurrent use, also by several processes.
/// </summary>
public sealed class SealedBlobs
{
    private const string Unfinished = ".part";

    private readonly IDataProtector _wrapper;
    private readonly string _root;

    /// <param name="directory">Where the folder <c>blobs/</c> stands.</param>
    /// <param name="protection">Wraps the files' keys.</param>
    public SealedBlobs(DataDirectory directory, IDataProtectionProvider protection)
    {
        _root = directory.PathOf("blobs");
        _wrapper = protection.CreateProtector("VoiceWeb.SealedBlobs.v1");
        Directory.CreateDirectory(_root);
    }

    /// <summary>Seals all that the stream still holds. When this returns the blob is whole and on disk; when it throws there is none.</summary>
    public Task<SealedBlob> SaveAsync(Stream content, CancellationToken cancellationToken) =>
        SaveAsync((target, token) => content.CopyToAsync(target, token), cancellationToken);

    /// <summary>Seals what the writer writes, without holding it in memory.</summary>
    /// <param name="write">Writes the content; gets a stream that can only be written to.</param>
    /// <param name="cancellationToken">Stops it; nothing is kept then.</param>
    public async Task<SealedBlob> SaveAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        var id = Guid.NewGuid();
        var path = PathOf(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + Unfinished;
        try
        {
            SealedBlob blob;
            var key = RandomNumberGenerator.GetBytes(SealedFormat.KeyBytes);
            using (var cipher = new AesGcm(key, SealedFormat.TagBytes))
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, useAsync: true))
            {
                await file.WriteAsync(SealedFormat.Header(_wrapper.Protect(key)), cancellationToken);
                CryptographicOperations.ZeroMemory(key);
                await using var sealing = new SealingStream(file, cipher, id);
                await write(sealing, cancellationToken);
                blob = await sealing.CompleteAsync(cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path);
            return blob;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Opens a blob for reading, anywhere in it.</summary>
    /// <exception cref="BlobMissingException">It was erased, or never saved.</exception>
    /// <exception cref="BlobDamagedException">Its bytes are not what was sealed. Can also come from a later read.</exception>
    public async Task<Stream> OpenAsync(Guid id, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            file = new FileStream(
                PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0, useAsync: true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobMissingException(id);
        }

        AesGcm? cipher = null;
        try
        {
            (cipher, var headerBytes) = await ReadHeaderAsync(file, id, cancellationToken);
            return await UnsealingStream.OpenAsync(file, cipher, id, headerBytes, cancellationToken);
        }
        catch
        {
            cipher?.Dispose();
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Erases a blob: its key first, then the file. Nothing happens when there is none.</summary>
    public async Task DeleteAsync(Guid id)
    {
        var path = PathOf(id);
        try
        {
            // Without its key the content stays unreadable, even where the disk keeps the freed blocks.
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            await file.WriteAsync(new byte[Math.Min(file.Length, SealedFormat.PrefixBytes + 512)]);
            file.Flush(flushToDisk: true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return;
        }

        File.Delete(path);
    }

    /// <summary>Every blob in the store with the time of its last writing. Unfinished ones of a process that died are removed on the way.</summary>
    /// <param name="unfinishedBefore">Unfinished files written before this are taken for abandoned.</param>
    internal IEnumerable<(Guid Id, DateTimeOffset WrittenAt)> List(DateTimeOffset unfinishedBefore)
    {
        foreach (var path in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
        {
            var writtenAt = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
            if (path.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                if (writtenAt < unfinishedBefore)
                {
                    File.Delete(path);
                }
            }
            else if (Guid.TryParseExact(Path.GetFileName(path), "N", out var id))
            {
                yield return (id, writtenAt);
            }
        }
    }

    /// <summary>Where a blob lies: two digits of its name, then the name.</summary>
    internal string PathOf(Guid id)
    {
        var name = id.ToString("N");
        return Path.Combine(_root, name[..2], name);
    }

    private async Task<(AesGcm Cipher, int HeaderBytes)> ReadHeaderAsync(FileStream file, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            var prefix = new byte[SealedFormat.PrefixBytes];
            await file.ReadExactlyAsync(prefix, cancellationToken);
            var wrapped = new byte[SealedFormat.WrappedKeyLength(prefix)
                ?? throw new BlobDamagedException(id, "it does not begin as a sealed file")];
            await file.ReadExactlyAsync(wrapped, cancellationToken);
            var key = _wrapper.Unprotect(wrapped);
            var cipher = new AesGcm(key, SealedFormat.TagBytes);
            CryptographicOperations.ZeroMemory(key);
            return (cipher, prefix.Length + wrapped.Length);
        }
        catch (Exception broken) when (broken is CryptographicException or EndOfStreamException)
        {
            throw new BlobDamagedException(id, "its key cannot be unwrapped", broken);
        }
    }
}

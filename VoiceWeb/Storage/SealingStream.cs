using System.Security.Cryptography;

namespace VoiceWeb.Storage;

/// <summary>Writes content into a sealed file, chunk by chunk, and counts and hashes it on the way. Not complete until <see cref="CompleteAsync"/>.</summary>
internal sealed class SealingStream(Stream file, AesGcm cipher, Guid id) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _plain = new byte[SealedFormat.ChunkBytes];
    private readonly byte[] _sealed = new byte[SealedFormat.ChunkBytes + SealedFormat.TagBytes];
    private int _held;
    private long _chunks;
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    /// <summary>Seals what is left as the last chunk.</summary>
    public async Task<SealedBlob> CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteChunkAsync(last: true, cancellationToken);
        return new SealedBlob(id, _length, Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _hash.AppendData(buffer.Span);
        _length += buffer.Length;
        while (buffer.Length > 0)
        {
            // A full chunk is held back until more comes: only then is it known not to be the last.
            if (_held == _plain.Length)
            {
                await WriteChunkAsync(last: false, cancellationToken);
            }

            var taken = Math.Min(buffer.Length, _plain.Length - _held);
            buffer[..taken].CopyTo(_plain.AsMemory(_held));
            _held += taken;
            buffer = buffer[taken..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(_plain);
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task WriteChunkAsync(bool last, CancellationToken cancellationToken)
    {
        var size = _held + SealedFormat.TagBytes;
        SealedFormat.Seal(cipher, id, _chunks, last, _plain.AsSpan(0, _held), _sealed.AsSpan(0, size));
        await file.WriteAsync(_sealed.AsMemory(0, size), cancellationToken);
        _chunks++;
        _held = 0;
    }
}

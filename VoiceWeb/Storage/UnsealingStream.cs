using System.Security.Cryptography;

namespace VoiceWeb.Storage;

/// <summary>
/// Reads a sealed file from any place in it, one chunk in memory at a time. Every byte handed out has been authenticated; the last
/// chunk is checked when the stream is made, so that a file cut short is noticed before its beginning is used.
/// </summary>
internal sealed class UnsealingStream : Stream
{
    private const int StoredChunk = SealedFormat.ChunkBytes + SealedFormat.TagBytes;

    private readonly FileStream _file;
    private readonly AesGcm _cipher;
    private readonly Guid _id;
    private readonly int _headerBytes;
    private readonly long _chunks;
    private readonly byte[] _plain = new byte[SealedFormat.ChunkBytes];
    private readonly byte[] _stored = new byte[StoredChunk];
    private long _held = -1;
    private long _position;

    private UnsealingStream(FileStream file, AesGcm cipher, Guid id, int headerBytes)
    {
        _file = file;
        _cipher = cipher;
        _id = id;
        _headerBytes = headerBytes;
        var payload = file.Length - headerBytes;
        _chunks = (payload + StoredChunk - 1) / StoredChunk;
        Length = payload - _chunks * SealedFormat.TagBytes;
        if (_chunks == 0 || Length < 0 || ChunkLength(_chunks - 1) < 0)
        {
            throw new BlobDamagedException(id, $"{payload} bytes after the header cannot be whole chunks");
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <summary>Takes over the file and the cipher; both are disposed with the stream.</summary>
    /// <exception cref="BlobDamagedException">The end of the file is not the end that was sealed.</exception>
    public static async Task<UnsealingStream> OpenAsync(
        FileStream file, AesGcm cipher, Guid id, int headerBytes, CancellationToken cancellationToken)
    {
        var stream = new UnsealingStream(file, cipher, id, headerBytes);
        await stream.HoldAsync(stream._chunks - 1, cancellationToken);
        return stream;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        var chunk = _position / SealedFormat.ChunkBytes;
        await HoldAsync(chunk, cancellationToken);
        var within = (int)(_position % SealedFormat.ChunkBytes);
        var taken = Math.Min(buffer.Length, ChunkLength(chunk) - within);
        _plain.AsMemory(within, taken).CopyTo(buffer);
        _position += taken;
        return taken;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(_plain);
            _cipher.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ChunkLength(long chunk) => chunk < _chunks - 1
        ? SealedFormat.ChunkBytes
        : (int)(_file.Length - _headerBytes - chunk * StoredChunk) - SealedFormat.TagBytes;

    private async Task HoldAsync(long chunk, CancellationToken cancellationToken)
    {
        if (_held == chunk)
        {
            return;
        }

        _held = -1;
        var length = ChunkLength(chunk);
        var stored = _stored.AsMemory(0, length + SealedFormat.TagBytes);
        _file.Position = _headerBytes + chunk * StoredChunk;
        try
        {
            await _file.ReadExactlyAsync(stored, cancellationToken);
            SealedFormat.Open(_cipher, _id, chunk, chunk == _chunks - 1, stored.Span, _plain.AsSpan(0, length));
        }
        catch (Exception broken) when (broken is AuthenticationTagMismatchException or EndOfStreamException)
        {
            throw new BlobDamagedException(_id, $"chunk {chunk} of {_chunks} is not what was sealed", broken);
        }

        _held = chunk;
    }
}

using System.Security.Cryptography;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Storage;

/// <summary>
/// Speech that this installation made. What comes in is <see cref="WatermarkedAudio"/> and nothing else, so unmarked speech cannot
/// be stored; whole renderings are joined from stored parts alone.
/// </summary>
public sealed class AudioStore(SealedBlobs blobs)
{
    private const int HeaderRoom = 4_096;

    private static readonly int PartHeaderBytes = MarkedWav.Header(1, 0).Length;

    /// <summary>Seals one part as a WAV file of 16 bits.</summary>
    public Task<SealedBlob> SaveAsync(WatermarkedAudio marked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marked);
        return blobs.SaveAsync(
            async (file, token) =>
            {
                var samples = marked.Audio.Samples;
                await file.WriteAsync(MarkedWav.Header(marked.Audio.SampleRate, samples.Length), token);
                const int Piece = 32_768;
                for (var start = 0; start < samples.Length; start += Piece)
                {
                    await file.WriteAsync(MarkedWav.Pack(samples.AsSpan(start, Math.Min(Piece, samples.Length - start))), token);
                }
            },
            cancellationToken);
    }

    /// <summary>Joins stored parts, end to end, into one WAV file that says in its head that it is AI-generated.</summary>
    /// <param name="parts">Blobs of <see cref="SaveAsync"/>, in order. At least one; all of one sample rate.</param>
    /// <param name="sampleRate">That rate, in Hz.</param>
    /// <param name="label">Given SHA-256 of the samples as they will stand in the file: the chunks that say what the file is.</param>
    /// <param name="cancellationToken">Stops it; nothing is kept then.</param>
    /// <exception cref="BlobMissingException">A part was erased meanwhile.</exception>
    public async Task<SealedBlob> JoinAsync(
        IReadOnlyList<Guid> parts,
        int sampleRate,
        Func<ReadOnlyMemory<byte>, IReadOnlyList<(string Id, byte[] Body)>> label,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count);
        ArgumentNullException.ThrowIfNull(label);
        long dataBytes = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        foreach (var part in parts)
        {
            await using var content = await blobs.OpenAsync(part, cancellationToken);
            dataBytes += content.Length - PartHeaderBytes;
            content.Position = PartHeaderBytes;
            for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        var header = MarkedWav.Header(sampleRate, dataBytes / MarkedWav.BytesPerSample, label(hash.GetHashAndReset()));

        return await blobs.SaveAsync(
            async (file, token) =>
            {
                await file.WriteAsync(header, token);
                foreach (var part in parts)
                {
                    await using var content = await blobs.OpenAsync(part, token);
                    content.Position = PartHeaderBytes;
                    await content.CopyToAsync(file, token);
                }
            },
            cancellationToken);
    }

    /// <summary>The samples of a part or a whole rendering, from its beginning.</summary>
    /// <param name="maxSeconds">At most this much of it.</param>
    /// <exception cref="BlobMissingException">It was erased.</exception>
    /// <exception cref="BlobDamagedException">Its bytes are not what was sealed.</exception>
    public async Task<AudioBuffer> ReadAsync(Guid id, double maxSeconds, CancellationToken cancellationToken)
    {
        await using var content = await blobs.OpenAsync(id, cancellationToken);
        var head = new byte[Math.Min(HeaderRoom, content.Length)];
        await content.ReadExactlyAsync(head, cancellationToken);
        var (rate, dataStart) = MarkedWav.ReadHeader(head);
        var samples = new float[(int)Math.Min((content.Length - dataStart) / MarkedWav.BytesPerSample, maxSeconds * rate)];
        content.Position = dataStart;
        var bytes = new byte[HeaderRoom];
        for (var at = 0; at < samples.Length;)
        {
            var count = Math.Min(bytes.Length / MarkedWav.BytesPerSample, samples.Length - at);
            await content.ReadExactlyAsync(bytes.AsMemory(0, count * MarkedWav.BytesPerSample), cancellationToken);
            MarkedWav.Unpack(bytes.AsSpan(0, count * MarkedWav.BytesPerSample), samples.AsSpan(at, count));
            at += count;
        }

        return new AudioBuffer(samples, rate);
    }

    /// <summary>Opens a part or a whole rendering for reading, anywhere in it.</summary>
    /// <exception cref="BlobMissingException">It was erased.</exception>
    /// <exception cref="BlobDamagedException">Its bytes are not what was sealed.</exception>
    public Task<Stream> OpenAsync(Guid id, CancellationToken cancellationToken) => blobs.OpenAsync(id, cancellationToken);

    /// <summary>Erases a part or a whole rendering for good.</summary>
    public Task DeleteAsync(Guid id) => blobs.DeleteAsync(id);
}

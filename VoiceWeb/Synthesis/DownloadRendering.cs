using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Gives a whole recording out as a file. The file says in its metadata, signed, that it is AI-generated; label and mark have been read
/// in it before the first byte leaves, and the download is on record. Owner only.
/// </summary>
public sealed class DownloadRendering(
    IDbContextFactory<VoiceWebDb> dbFactory,
    AudioStore store,
    AudioEncoder encoder,
    AudioDecoder decoder,
    MarkCheck check,
    RenderingLabels labels,
    RenderingManifests manifests,
    AuditTrail audit) : IDisposable
{
    // An hour of speech in memory twice is room enough for now.
    private readonly SemaphoreSlim _encoding = new(2);

    /// <inheritdoc />
    public void Dispose() => _encoding.Dispose();

    /// <summary>Makes the file.</summary>
    /// <param name="record">Whether this is a new download; false for a further piece of one that is recorded.</param>
    public async Task<Result<AudioFile>> OpenAsync(
        CurrentUser user, Guid id, AudioFormat format, bool record, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var rendering = await db.Renderings.AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == id && r.OwnerId == user.Id, cancellationToken);
        if (rendering is null)
        {
            return new RenderingNotFound();
        }

        if (rendering is not { State: RenderingState.Done, AudioBlobId: { } blob })
        {
            return new RenderingWithoutAudio();
        }

        // The stored WAV was checked when it was made, and its seal shows that it is the same.
        var asStored = format == AudioFormat.Wav && !manifests.WritesInto(format);
        var content = asStored
            ? await store.OpenAsync(blob, cancellationToken)
            : await MakeAsync(rendering, blob, format, cancellationToken);
        if (content is null)
        {
            return new MarkUnreadable(format.ToString());
        }

        // What is made anew is signed anew: no piece of it fits an earlier one, so each is a download of its own.
        if (record || !asStored)
        {
            // With the hash an exact copy is known again without its mark.
            var sha256 = asStored ? rendering.AudioSha256 : Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
            content.Position = 0;
            audit.Append(db, user, AuditEvent.RenderingDownloaded, SynthesisQueue.Subject(id), new { format = format.FileExtension(), sha256 });
            await db.SaveChangesAsync(cancellationToken);
        }

        return new AudioFile(content, format.ContentType(), $"voiceweb-{id.ToString("N")[..8]}.{format.FileExtension()}", asStored);
    }

    private async Task<Stream?> MakeAsync(Rendering rendering, Guid blob, AudioFormat format, CancellationToken cancellationToken)
    {
        await _encoding.WaitAsync(cancellationToken);
        try
        {
            if (format == AudioFormat.Wav)
            {
                var stored = await ReadWholeAsync(blob, cancellationToken);
                return labels.Holds(stored, rendering.Id) ? new MemoryStream(manifests.Embed(stored, format, rendering.CreatedAt), writable: false) : null;
            }

            var audio = await store.ReadAsync(blob, double.PositiveInfinity, cancellationToken);
            var mark = new WatermarkId((ulong)rendering.MarkId);
            var metadata = labels.Draft(format, rendering.Id);
            // Very short speech leaves little room: what the usual rate loses, a higher one may keep.
            foreach (var bitRate in Rates(format))
            {
                var file = await encoder.EncodeAsync(audio, format, metadata, bitRate, cancellationToken);
                labels.Complete(file, rendering.Id);
                file = manifests.Embed(file, format, rendering.CreatedAt);
                var heard = await decoder.DecodeAsync(file, cancellationToken);
                if (labels.Holds(file, rendering.Id) && await Task.Run(() => Holds(format, audio, heard, mark, cancellationToken), cancellationToken))
                {
                    return new MemoryStream(file, writable: false);
                }
            }

            return null;
        }
        finally
        {
            _encoding.Release();
        }
    }

    private async Task<byte[]> ReadWholeAsync(Guid blob, CancellationToken cancellationToken)
    {
        await using var content = await store.OpenAsync(blob, cancellationToken);
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private bool Holds(AudioFormat format, AudioBuffer sent, AudioBuffer heard, WatermarkId mark, CancellationToken cancellationToken) =>
        format == AudioFormat.Flac
            ? heard.SampleRate == sent.SampleRate && heard.Samples.AsSpan().SequenceEqual(sent.Samples)
            : check.HoldsAfterCoding(heard, mark, cancellationToken);

    private static int?[] Rates(AudioFormat format) => format switch
    {
        AudioFormat.Mp3 => [128, 256],
        AudioFormat.Opus => [64, 128],
        AudioFormat.M4a => [96, 192],
        _ => [null],
    };
}

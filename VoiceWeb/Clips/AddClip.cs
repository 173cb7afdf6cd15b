using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Quality;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Clips;

/// <summary>A recording on its way in.</summary>
/// <param name="Content">The file's bytes; read once.</param>
/// <param name="FileName">What the giver's machine calls it. Names the clip and decides nothing.</param>
/// <param name="Transcript">What is said in it, if the giver knows.</param>
/// <param name="Language">BCP 47 tag of the language spoken, or <c>auto</c>.</param>
public sealed record IncomingClip(Stream Content, string FileName, ClipSource Source, string? Transcript, string Language);

/// <summary>
/// Takes a recording: size limit while reading, recognised by content, decoded, judged, then kept as it came and decoded. All of it
/// or nothing: after a refusal or a failure neither row nor file remains.
/// </summary>
/// <remarks>The file is sealed as it arrives and decoded from there, so that no readable copy touches the disk.</remarks>
public sealed class AddClip(
    IDbContextFactory<VoiceWebDb> dbFactory,
    ClipStore store,
    AudioDecoder decoder,
    ClipQualityGate gate,
    AuditTrail audit,
    IOptions<ClipOptions> options,
    TimeProvider clock) : IDisposable
{
    private const int HighestRate = 48_000; // of the decoded form, in Hz

    private readonly SemaphoreSlim _decoding = new(options.Value.DecodedAtOnce);

    /// <summary>Takes a recording for a member.</summary>
    public async Task<Result<ClipSummary>> AddAsync(CurrentUser user, IncomingClip upload, CancellationToken cancellationToken)
    {
        if (!user.MaySpeak)
        {
            return ClipRefusals.RoleMayNotRecord();
        }

        if (upload.Transcript?.Length > ClipSummary.LongestTranscript)
        {
            return ClipRefusals.TranscriptTooLong(ClipSummary.LongestTranscript);
        }

        await using (var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken))
        {
            if (await db.Clips.CountAsync(c => c.OwnerId == user.Id, cancellationToken) >= options.Value.MaxPerMember)
            {
                return ClipRefusals.TooMany(options.Value.MaxPerMember);
            }
        }

        SealedBlob original;
        try
        {
            original = await store.SaveAsync(new SizeLimitedStream(upload.Content, options.Value.MaxBytes), cancellationToken);
        }
        catch (SizeLimitException)
        {
            return ClipRefusals.TooLarge(options.Value.MaxBytes);
        }

        SealedBlob? decoded = null;
        var kept = false;
        try
        {
            var read = await DecodeAsync(original, cancellationToken);
            if (!read.Succeeded)
            {
                return read.Refusal;
            }

            var (format, audio, verdict) = read.Value;
            using (var wav = new MemoryStream(WavWriter.ToBytes(audio)))
            {
                decoded = await store.SaveAsync(wav, cancellationToken);
            }

            var clip = Describe(user, upload, original, decoded, format, audio, verdict);
            await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
            db.Clips.Add(clip);
            audit.Append(db, user, AuditEvent.ClipAdded, $"clip:{clip.Id}", new
            {
                sha256 = clip.Sha256,
                bytes = clip.Bytes,
                format = clip.Format,
                source = clip.Source.ToString(),
                seconds = Math.Round(clip.DurationSeconds, 2),
                quality = clip.Quality.ToString(),
            });
            await db.SaveChangesAsync(cancellationToken);
            kept = true;
            return ClipSummary.Of(clip, []);
        }
        finally
        {
            if (!kept)
            {
                await store.DeleteAsync(original.Id);
                if (decoded is not null)
                {
                    await store.DeleteAsync(decoded.Id);
                }
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _decoding.Dispose();

    private async Task<Result<(AudioContainer Format, AudioBuffer Audio, ClipVerdict Verdict)>> DecodeAsync(
        SealedBlob original, CancellationToken cancellationToken)
    {
        if (original.Length == 0)
        {
            return ClipRefusals.Empty();
        }

        await _decoding.WaitAsync(cancellationToken);
        try
        {
            await using var content = await store.OpenAsync(original.Id, cancellationToken);
            var format = await RecogniseAsync(content, cancellationToken);
            if (!format.Succeeded)
            {
                return format.Refusal;
            }

            content.Position = 0;
            var audio = await decoder.DecodeAsync(content, cancellationToken);
            if (audio.SampleRate > HighestRate)
            {
                audio = Resampler.Convert(audio, HighestRate); // the file as it came is kept beside it
            }

            if (audio.Seconds > options.Value.MaxSeconds)
            {
                return ClipRefusals.TooLong(options.Value.MaxSeconds);
            }

            var verdict = gate.Assess(audio, cancellationToken);
            return ClipVerdicts.Refusal(verdict) is { } refusal ? refusal : (format.Value, audio, verdict);
        }
        catch (CorruptAudioException damaged)
        {
            return ClipRefusals.Damaged(damaged.Message);
        }
        catch (UnsupportedAudioException unsupported)
        {
            return unsupported.LimitSeconds is { } limit ? ClipRefusals.TooLong(limit) : ClipRefusals.Unsupported(unsupported.Message);
        }
        catch (EngineUnavailableException missing)
        {
            return ClipRefusals.DecoderMissing(missing.Message);
        }
        finally
        {
            _decoding.Release();
        }
    }

    private static async Task<Result<AudioContainer>> RecogniseAsync(Stream content, CancellationToken cancellationToken)
    {
        var start = new byte[AudioSniffer.BytesNeeded];
        var held = await content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            return AudioSniffer.Recognise(start.AsSpan(0, held));
        }
        catch (UnsupportedAudioException other)
        {
            return ClipRefusals.NotAudio(Lookalike(other.Message), other.Message);
        }
    }

    // The sniffer says in English what it saw; pages say it in their own language, by kind.
    private static string Lookalike(string sentence)
    {
        (string Kind, string[] Words)[] kinds =
        [
            ("text", ["text file", "web page"]),
            ("archive", ["archive"]),
            ("document", ["document"]),
            ("picture", ["picture"]),
        ];
        return kinds.FirstOrDefault(kind => kind.Words.Any(word => sentence.Contains(word, StringComparison.OrdinalIgnoreCase))).Kind ?? "other";
    }

    private Clip Describe(
        CurrentUser user, IncomingClip upload, SealedBlob original, SealedBlob decoded, AudioContainer format, AudioBuffer audio, ClipVerdict verdict) => new()
        {
            Id = Guid.CreateVersion7(),
            TenantId = user.TenantId,
            OwnerId = user.Id,
            Name = NameFrom(upload.FileName),
            Source = upload.Source,
            Format = format.ToString().ToLowerInvariant(),
            Bytes = original.Length,
            Sha256 = original.Sha256,
            OriginalBlobId = original.Id,
            DecodedBlobId = decoded.Id,
            DurationSeconds = audio.Seconds,
            SpeechSeconds = verdict.SpeechSeconds,
            SnrDb = verdict.SnrDb,
            ClippedRatio = verdict.ClippedRatio,
            LevelDbfs = verdict.LevelDbfs,
            Quality = ClipVerdicts.QualityOf(verdict),
            ReasonsJson = JsonSerializer.Serialize(ClipVerdicts.ReasonsOf(verdict)),
            Transcript = string.IsNullOrWhiteSpace(upload.Transcript) ? null : upload.Transcript.Trim(),
            Language = string.IsNullOrWhiteSpace(upload.Language) ? "auto" : upload.Language,
            AddedAt = clock.GetUtcNow(),
        };

    // A file's name is only a first suggestion; its owner can change it.
    private static string NameFrom(string fileName)
    {
        var slash = fileName.LastIndexOfAny(['/', '\\']);
        var name = Path.GetFileNameWithoutExtension(fileName[(slash + 1)..]).Trim();
        name = new string([.. name.Where(c => !char.IsControl(c))]);
        return name.Length switch
        {
            0 => "Recording",
            > ClipSummary.LongestName => string.Concat(name.AsSpan(0, ClipSummary.LongestName - 1), "…"),
            _ => name,
        };
    }
}

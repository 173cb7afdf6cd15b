using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Outcomes;
using VoiceWeb.Pronunciations;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Speaks one text on the command line, at once and without the queue, under an operator's attestation. The rendering is stored and
/// recorded like any other before its sound is handed out, so that its mark leads back to it.
/// </summary>
public sealed class SpeakAttested(
    IDbContextFactory<VoiceWebDb> dbFactory,
    ISpeechEngine engine,
    PronunciationLibrary pronunciations,
    AudioStore store,
    MarkCheck check,
    RenderingLabels labels,
    RenderingManifests manifests,
    SketchMemory memory,
    AuditTrail audit,
    IOptions<SynthesisOptions> options,
    TimeProvider clock)
{
    /// <summary>Speaks, marks, stores and records.</summary>
    /// <param name="grant">Proof of the attestation.</param>
    /// <param name="voice">Who says it.</param>
    /// <param name="order">What to say. Its voice is the grant's.</param>
    /// <param name="cancellationToken">Stops it; nothing is kept then.</param>
    /// <returns>The recorded rendering, or why the text was refused.</returns>
    /// <exception cref="UnspeakableTextException">The text, or a sentence of it, cannot be spoken.</exception>
    /// <exception cref="MarkFailedException">A mark could not be set or read back; nothing is given out.</exception>
    public async Task<Result<Rendering>> SpeakAsync(
        ConsentGrant grant, VoiceReference voice, SpeakOrder order, CancellationToken cancellationToken)
    {
        var characters = SpeakText.CountCharacters(order.Text);
        if (string.IsNullOrWhiteSpace(order.Text))
        {
            return new TextEmpty();
        }

        if (characters > options.Value.MaxCharacters)
        {
            return new TextTooLong(characters, options.Value.MaxCharacters);
        }

        var dictionaries = await pronunciations.InForceAsync(grant.TenantId, order.DictionaryId, cancellationToken);
        if (!dictionaries.Succeeded)
        {
            return dictionaries.Refusal;
        }

        var request = new SynthesisRequest(
            order, grant, WatermarkId.Random(), order.Seed ?? RandomNumberGenerator.GetInt32(1, int.MaxValue))
        {
            Dictionaries = dictionaries.Value.Versions,
        };
        var rendering = Describe(request, voice, characters);
        var parts = new List<Guid>();
        try
        {
            var (whole, sketch) = await SpeakPartsAsync(request, voice, dictionaries.Value.Set, rendering, parts, cancellationToken);
            try
            {
                await EnsureMarkedAsync(whole, request.Mark, cancellationToken);
                await RecordAsync(rendering, whole, sketch, cancellationToken);
            }
            catch
            {
                await store.DeleteAsync(whole.Id);
                throw;
            }

            return rendering;
        }
        finally
        {
            foreach (var part in parts)
            {
                await store.DeleteAsync(part);
            }
        }
    }

    /// <summary>The stored sound of a rendering, as a WAV file, with content credentials where the operator has a certificate for them.</summary>
    public async Task<Stream> OpenAsync(Rendering rendering, CancellationToken cancellationToken)
    {
        var stored = await store.OpenAsync(rendering.AudioBlobId ?? throw new ArgumentException("The rendering has no sound.", nameof(rendering)), cancellationToken);
        if (!manifests.WritesInto(AudioFormat.Wav))
        {
            return stored;
        }

        await using (stored)
        {
            var bytes = new byte[stored.Length];
            await stored.ReadExactlyAsync(bytes, cancellationToken);
            return new MemoryStream(manifests.Embed(bytes, AudioFormat.Wav, rendering.CreatedAt), writable: false);
        }
    }

    private async Task EnsureMarkedAsync(SealedBlob whole, WatermarkId mark, CancellationToken cancellationToken)
    {
        var beginning = await store.ReadAsync(whole.Id, MarkCheck.CheckedSeconds, cancellationToken);
        if (!await Task.Run(() => check.HoldsUnaltered(beginning, mark, cancellationToken), cancellationToken))
        {
            throw new MarkFailedException("The mark could not be read in the whole recording; it was held back.");
        }
    }

    private async Task<(SealedBlob Whole, RenderingSketch Sketch)> SpeakPartsAsync(
        SynthesisRequest request, VoiceReference voice, PronunciationSet dictionaries, Rendering rendering, List<Guid> parts, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var sampleRate = 0;
        RenderingSketch? sketch = null;
        var speech = new SpeechRequest(rendering.Text, rendering.Language, voice, request.Mark, new SpeechSettings
        {
            Speed = rendering.Speed,
            PitchSemitones = rendering.PitchSemitones,
            SentencePause = TimeSpan.FromMilliseconds(rendering.PauseMilliseconds),
            Seed = rendering.Seed,
        })
        {
            Dictionaries = dictionaries,
            Notice = rendering.Notice(),
        };
        await foreach (var part in engine.SpeakAsync(speech, cancellationToken))
        {
            if (part.Audio.Id != request.Mark)
            {
                throw new MarkFailedException("The engine gave out speech with another mark; it was held back.");
            }

            rendering.FirstAudioSeconds ??= clock.GetElapsedTime(began).TotalSeconds;
            sampleRate = part.Audio.Audio.SampleRate;
            sketch = part.Audio.Sketch;
            parts.Add((await store.SaveAsync(part.Audio, cancellationToken)).Id);
            rendering.AudioSeconds += part.Audio.Audio.Seconds;
            rendering.PartsDone = part.EndsSentence ? part.Index + 1 : part.Index;
            rendering.PartsTotal = part.Count;
        }

        rendering.ElapsedSeconds = clock.GetElapsedTime(began).TotalSeconds;
        return sketch is null
            ? throw new UnspeakableTextException("no-speakable-characters", new TextUnspeakable().Message)
            : (await store.JoinAsync(parts, sampleRate, sound => labels.ForWav(rendering.Id, sound), cancellationToken), sketch);
    }

    private Rendering Describe(SynthesisRequest request, VoiceReference voice, int characters) => new()
    {
        Id = Guid.NewGuid(),
        TenantId = request.Grant.TenantId,
        OwnerId = request.Grant.UserId,
        VoiceId = request.Grant.VoiceId,
        ConsentId = request.Grant.ConsentId,
        Purpose = request.Grant.Purpose,
        MarkId = (long)request.Mark.Value,
        State = RenderingState.Done,
        Text = request.Order.Text,
        TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.Order.Text))),
        Characters = characters,
        Language = request.Order.Language,
        Speed = request.Order.Speed,
        PitchSemitones = request.Order.PitchSemitones,
        PauseMilliseconds = request.Order.PauseMilliseconds,
        Seed = request.Seed,
        AudibleLabel = request.Order.AudibleLabel,
        LabelPlace = request.Order.LabelPlace,
        Dictionaries = request.Dictionaries,
        Model = voice.Model,
        CreatedAt = clock.GetUtcNow(),
        StartedAt = clock.GetUtcNow(),
        Attempts = 1,
    };

    private async Task RecordAsync(Rendering rendering, SealedBlob whole, RenderingSketch sketch, CancellationToken cancellationToken)
    {
        rendering.FinishedAt = clock.GetUtcNow();
        rendering.AudioBlobId = whole.Id;
        rendering.AudioSha256 = whole.Sha256;
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        db.Renderings.Add(rendering);
        await memory.RememberAsync(db, rendering, sketch, clock.GetUtcNow(), cancellationToken);
        audit.Append(db, rendering.TenantId, rendering.OwnerId, AuditEvent.RenderingDone, SynthesisQueue.Subject(rendering.Id), new
        {
            consent = rendering.ConsentId,
            mark = new WatermarkId((ulong)rendering.MarkId).ToString(),
            textSha256 = rendering.TextSha256,
            audioSha256 = whole.Sha256,
            audioSeconds = Math.Round(rendering.AudioSeconds, 3),
            audibleLabel = rendering.AudibleLabel.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Quality;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Consent;

/// <summary>
/// Takes the spoken statement: only as the answer to words that are open, once, and only together with a step-up. The recording is
/// sealed, hashed, measured and bound to the consent, which then waits for a reviewer.
/// </summary>
/// <remarks>
/// The window is kept by the server's clock, and a recording longer than the words were on screen is refused. A browser cannot prove
/// that a microphone, and not a file, made the sound: that is why a person listens to it afterwards.
/// </remarks>
public sealed class SpeakConsent(
    IDbContextFactory<VoiceWebDb> dbFactory,
    ClipStore store,
    AudioDecoder decoder,
    ClipQualityGate gate,
    AuditTrail audit,
    IOptions<ConsentOptions> options,
    TimeProvider clock)
{
    // Network and encoder may add a little to what the clock shows.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>Takes a recording.</summary>
    /// <param name="recording">The file that the page recorded.</param>
    public async Task<Result<StatementNumbers>> SpeakAsync(
        CurrentUser user, Guid consentId, Guid challengeId, Stream recording, CancellationToken cancellationToken)
    {
        var arrived = clock.GetUtcNow();
        var opened = await FindOpenAsync(user, consentId, challengeId, arrived, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Refusal;
        }

        var limit = options.Value.StatementMaxBytes;
        using var held = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await recording.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (held.Length + read > limit)
            {
                return ConsentRefusals.StatementTooLarge(limit);
            }

            held.Write(buffer, 0, read);
        }

        var measured = await MeasureAsync(held, arrived - opened.Value.IssuedAt, cancellationToken);
        if (!measured.Succeeded)
        {
            return measured.Refusal;
        }

        held.Position = 0;
        var blob = await store.SaveAsync(held, cancellationToken);
        Refusal? refusal;
        try
        {
            refusal = await BindAsync(user, opened.Value, blob, measured.Value, arrived, cancellationToken);
        }
        catch
        {
            await store.DeleteAsync(blob.Id);
            throw;
        }

        if (refusal is not null)
        {
            await store.DeleteAsync(blob.Id);
            return refusal;
        }

        return measured.Value;
    }

    private async Task<Result<ConsentStep>> FindOpenAsync(
        CurrentUser user, Guid consentId, Guid challengeId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var mine = await db.Consents.AnyAsync(c => c.Id == consentId && c.SubjectId == user.Id, cancellationToken);
        if (!mine)
        {
            return ConsentRefusals.ConsentNotFound();
        }

        var step = await db.ConsentSteps.AsNoTracking().SingleOrDefaultAsync(
            s => s.Id == challengeId && s.ConsentId == consentId && s.UserId == user.Id
                && s.Kind == ConsentStepKind.Challenge && s.UsedAt == null && s.ExpiresAt > now,
            cancellationToken);
        return step is null ? ConsentRefusals.ChallengeClosed() : step;
    }

    private async Task<Result<StatementNumbers>> MeasureAsync(MemoryStream held, TimeSpan onScreen, CancellationToken cancellationToken)
    {
        AudioBuffer audio;
        try
        {
            held.Position = 0;
            audio = await decoder.DecodeAsync(held, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is CorruptAudioException or UnsupportedAudioException)
        {
            return ConsentRefusals.StatementUnreadable();
        }

        if (audio.Duration > onScreen + Slack)
        {
            return ConsentRefusals.StatementOlderThanWords();
        }

        var verdict = gate.Assess(audio, cancellationToken);
        var minimum = options.Value.StatementMinSpeechSeconds;
        return verdict.SpeechSeconds < minimum
            ? ConsentRefusals.StatementNoSpeech(verdict.SpeechSeconds, minimum)
            : new StatementNumbers(
                audio.Seconds, verdict.SpeechSeconds, verdict.SnrDb, verdict.ClippedRatio, verdict.LevelDbfs, onScreen.TotalSeconds);
    }

    private async Task<Refusal?> BindAsync(
        CurrentUser user,
        ConsentStep challenge,
        SealedBlob blob,
        StatementNumbers numbers,
        DateTimeOffset arrived,
        CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Each update succeeds for one caller only: two recordings sent at once cannot both be taken.
        var taken = await db.ConsentSteps
            .Where(s => s.Id == challenge.Id && s.UsedAt == null && s.ExpiresAt > arrived)
            .ExecuteUpdateAsync(step => step.SetProperty(s => s.UsedAt, arrived), cancellationToken);
        if (taken != 1)
        {
            return ConsentRefusals.ChallengeClosed();
        }

        // The step-up had to hold when the words were asked for; it is used up now.
        var steppedUp = await db.ConsentSteps
            .Where(s => s.ConsentId == challenge.ConsentId && s.UserId == user.Id && s.Kind == ConsentStepKind.StepUp
                && s.UsedAt == null && s.ExpiresAt > challenge.IssuedAt && s.IssuedAt <= challenge.IssuedAt)
            .ExecuteUpdateAsync(step => step.SetProperty(s => s.UsedAt, arrived), cancellationToken);
        if (steppedUp == 0)
        {
            return ConsentRefusals.StepUpMissing();
        }

        var consent = await db.Consents.SingleAsync(c => c.Id == challenge.ConsentId, cancellationToken);
        var voice = await db.Voices.SingleAsync(v => v.Id == consent.VoiceId, cancellationToken);
        if (consent.State != ConsentState.Started || voice.State is not (VoiceState.Draft or VoiceState.Active))
        {
            return ConsentRefusals.ConsentNotNow(voice.State);
        }

        consent.State = ConsentState.AwaitingReview;
        consent.StatementSpokenAt = arrived;
        consent.StatementBlobId = blob.Id;
        consent.StatementSha256 = blob.Sha256;
        consent.StatementChecksJson = JsonSerializer.Serialize(numbers);
        if (voice.State == VoiceState.Draft)
        {
            voice.State = VoiceState.AwaitingReview;
        }

        audit.Append(db, user, AuditEvent.ConsentSpoken, $"consent:{consent.Id}", new
        {
            voice = voice.Id,
            challenge = challenge.Id,
            sha256 = blob.Sha256,
            seconds = Math.Round(numbers.Seconds, 2),
            speechSeconds = Math.Round(numbers.SpeechSeconds, 2),
            answeredAfterSeconds = Math.Round(numbers.AnsweredAfterSeconds, 1),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}

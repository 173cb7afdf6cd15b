using Microsoft.EntityFrameworkCore;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Outcomes;
using VoiceWeb.Pronunciations;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Makes one rendering from a claimed job: asks for consent again, speaks sentence by sentence, the first where possible piece by piece, stores each
/// as it comes, and joins them at the end. Between two it asks again whether the voice may still be used. Nothing is stored, and nothing can be heard,
/// before its mark has been read; nothing is done before the whole's has.
/// </summary>
public sealed class RenderingRun(
    IDbContextFactory<VoiceWebDb> dbFactory,
    SynthesisJobs jobs,
    ConsentGate gate,
    ISpeechEngine engine,
    PronunciationLibrary pronunciations,
    AudioStore audioStore,
    SealedBlobs blobs,
    MarkCheck check,
    SynthesisProgress progress,
    RenderingLabels labels)
{
    /// <summary>Speaks the job to its end.</summary>
    /// <exception cref="RefusedWhileRunningException">Consent, membership or voice is gone.</exception>
    /// <exception cref="ClaimLostException">The job was cancelled, or another worker has it.</exception>
    /// <exception cref="UnspeakableTextException">The text, or a sentence of it, cannot be spoken.</exception>
    /// <exception cref="EngineUnavailableException">The model cannot be used on this machine.</exception>
    /// <exception cref="MarkFailedException">A mark could not be set or read back.</exception>
    public async Task SpeakAsync(ClaimedJob job, CancellationToken cancellationToken)
    {
        var rendering = job.Rendering;
        var mark = new WatermarkId((ulong)rendering.MarkId);
        await EnsureAllowedAsync(rendering, cancellationToken);
        var request = new SpeechRequest(
            rendering.Text,
            rendering.Language,
            await LoadVoiceAsync(rendering, cancellationToken),
            mark,
            new SpeechSettings
            {
                Speed = rendering.Speed,
                PitchSemitones = rendering.PitchSemitones,
                SentencePause = TimeSpan.FromMilliseconds(rendering.PauseMilliseconds),
                Seed = rendering.Seed,
            })
        {
            Dictionaries = await pronunciations.AsOfAsync(rendering.TenantId, rendering.Dictionaries, cancellationToken),
            Notice = rendering.Notice(),
        };

        var parts = new List<Guid>();
        var held = new HeldParts(check, mark);
        RenderingSketch? sketch = null;
        var seconds = 0.0;
        var sampleRate = 0;
        try
        {
            await foreach (var part in engine.SpeakAsync(request, cancellationToken))
            {
                if (part.Audio.Id != mark)
                {
                    throw new MarkFailedException("The engine gave out speech with the mark of another rendering; it was held back.");
                }

                if (parts.Count > 0 || held.Count > 0)
                {
                    await EnsureAllowedAsync(rendering, cancellationToken);
                }

                sampleRate = part.Audio.Audio.SampleRate;
                sketch = part.Audio.Sketch;
                foreach (var released in await held.AddAsync(part, cancellationToken))
                {
                    await ReleaseAsync(released);
                }
            }

            foreach (var last in held.Release())
            {
                await ReleaseAsync(last);
            }

            if (parts.Count == 0)
            {
                throw new UnspeakableTextException("no-speakable-characters", new TextUnspeakable().Message);
            }

            await EnsureAllowedAsync(rendering, cancellationToken);
            await FinishAsync(job, parts, sampleRate, sketch!, cancellationToken);
        }
        catch when (parts.Count > 0 && sketch is not null)
        {
            await jobs.RememberAsync(job, sketch, CancellationToken.None);
            throw;
        }

        async Task ReleaseAsync(SpokenPart part)
        {
            parts.Add(await StorePartAsync(job, part, parts.Count, seconds, cancellationToken));
            seconds += part.Audio.Audio.Seconds;
            progress.Changed(rendering.Id);
        }
    }

    private async Task FinishAsync(
        ClaimedJob job, List<Guid> parts, int sampleRate, RenderingSketch sketch, CancellationToken cancellationToken)
    {
        var mark = new WatermarkId((ulong)job.Rendering.MarkId);
        var whole = await audioStore.JoinAsync(parts, sampleRate, sound => labels.ForWav(job.Rendering.Id, sound), cancellationToken);
        try
        {
            var beginning = await audioStore.ReadAsync(whole.Id, MarkCheck.CheckedSeconds, cancellationToken);
            if (!await Task.Run(() => check.HoldsUnaltered(beginning, mark, cancellationToken), cancellationToken))
            {
                throw new MarkFailedException("The mark could not be read in the whole recording; it was held back.");
            }

            await jobs.FinishAsync(job, whole, sketch, cancellationToken);
        }
        catch
        {
            await audioStore.DeleteAsync(whole.Id);
            throw;
        }
    }

    private async Task<Guid> StorePartAsync(ClaimedJob job, SpokenPart part, int position, double startSeconds, CancellationToken cancellationToken)
    {
        var blob = await audioStore.SaveAsync(part.Audio, cancellationToken);
        try
        {
            await jobs.AddPartAsync(job, part, position, blob.Id, startSeconds, cancellationToken);
            return blob.Id;
        }
        catch
        {
            await audioStore.DeleteAsync(blob.Id);
            throw;
        }
    }

    private async Task EnsureAllowedAsync(Rendering rendering, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(rendering, cancellationToken);
        if (!answer.Succeeded)
        {
            throw new RefusedWhileRunningException(answer.Refusal);
        }
    }

    private async Task<Result<ConsentGrant>> AskAsync(Rendering rendering, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(rendering.TenantId, cancellationToken);
        var member = await (
            from membership in db.Memberships
            join account in db.Users on membership.UserId equals account.Id
            where membership.UserId == rendering.OwnerId && account.DisabledAt == null
            select new { membership.Role, account.IsOwner, account.DisplayName }).SingleOrDefaultAsync(cancellationToken);
        return member is null
            ? new Forbidden("no-longer-a-member", "Whoever asked for this recording is no longer a member of the school.")
            : await gate.AskAsync(
                new CurrentUser(rendering.OwnerId, rendering.TenantId, member.Role, member.IsOwner, member.DisplayName),
                rendering.VoiceId,
                rendering.Purpose,
                cancellationToken);
    }

    private async Task<VoiceReference> LoadVoiceAsync(Rendering rendering, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(rendering.TenantId, cancellationToken);
        var voice = await db.Voices.AsNoTracking().SingleAsync(v => v.Id == rendering.VoiceId, cancellationToken);
        if (voice.ProfileBlobId is not { } profile)
        {
            throw new RefusedWhileRunningException(new Conflict(
                "voice-not-learned", "This voice has not been learned from its recordings yet. Open the voice's page and wait until it is ready."));
        }

        await using var content = await blobs.OpenAsync(profile, cancellationToken);
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, cancellationToken);
        return new VoiceReference(voice.Model, bytes);
    }
}

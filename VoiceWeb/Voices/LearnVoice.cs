using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Voices;

/// <summary>
/// Learns every active voice that has no profile yet, one at a time: the profile is sealed, the report kept. What fails is shown with
/// its sentence on the voice's page and tried again when somebody asks, and after a restart.
/// </summary>
public sealed partial class LearnVoice(
    IDbContextFactory<VoiceWebDb> dbFactory,
    IVoiceFitter fitter,
    ClipStore store,
    AudioDecoder decoder,
    SampleVoice samples,
    SampleSpeech sampleSpeech,
    LearningProgress progress,
    AuditTrail audit,
    IOptions<VoiceOptions> options,
    TimeProvider clock,
    ILogger<LearnVoice> log) : BackgroundService
{
    /// <summary>Learns what is waiting now. How many voices were learned.</summary>
    public async Task<int> LearnWaitingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MakeSample)
        {
            await samples.EnsureAsync(cancellationToken);
        }

        var learned = 0;
        foreach (var voice in await WaitingAsync(cancellationToken))
        {
            if (progress.Of(voice.Id)?.Failure is null && await LearnAsync(voice, cancellationToken))
            {
                learned++;
            }
        }

        return learned;
    }

    /// <summary>Tries a voice again whose learning failed. For its maker and for administrators.</summary>
    public async Task<Refusal?> RetryAsync(CurrentUser user, Guid voiceId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var waits = await db.Voices.AnyAsync(
            v => v.Id == voiceId && v.State == VoiceState.Active && v.ProfileBlobId == null
                && (v.OwnerId == user.Id || user.MayAdminister),
            cancellationToken);
        if (!waits)
        {
            return VoiceRefusals.NothingToLearn();
        }

        progress.Report(voiceId, null);
        return null;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LearningPause, clock);
        do
        {
            try
            {
                await LearnWaitingAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogRoundFailed(failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<Voice>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        return await db.Voices.AsNoTracking().Include(v => v.Clips)
            .Where(v => v.State == VoiceState.Active && v.ProfileBlobId == null)
            .OrderByDescending(v => v.IsSample).ThenBy(v => v.CreatedAt)
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> LearnAsync(Voice voice, CancellationToken cancellationToken)
    {
        progress.Report(voice.Id, new LearningStatus(0));
        try
        {
            var (profile, report) = voice.IsSample && await FindLearnedSampleAsync(cancellationToken) is { } twin
                ? twin
                : await FitAsync(voice, cancellationToken);
            var kept = await KeepAsync(voice, profile, report, cancellationToken);
            progress.Report(voice.Id, null);
            return kept;
        }
        catch (VoiceFitException failure)
        {
            progress.Report(voice.Id, new LearningStatus(0, new EngineStatement(failure.Reason, failure.Message)));
        }
        catch (EngineUnavailableException failure)
        {
            progress.Report(voice.Id, new LearningStatus(0, failure.Statement));
        }
        catch (OperationCanceledException)
        {
            progress.Report(voice.Id, null);
            throw;
        }
        catch (Exception failure)
        {
            // One voice's failure must not keep the others waiting.
            LogFailed(failure, voice.Id);
            progress.Report(voice.Id, new LearningStatus(
                0, new EngineStatement("unexpected", "Learning this voice failed unexpectedly. The administrator finds the cause in the log; try again afterwards.")));
        }

        return false;
    }

    private async Task<(byte[] Profile, string Report)> FitAsync(Voice voice, CancellationToken cancellationToken)
    {
        List<FitClip> clips = [];
        List<FitReference> references = [];
        if (voice.IsSample)
        {
            clips.Add(new FitClip(await sampleSpeech.SpeakAsync(cancellationToken), SampleSpeech.Script));
        }
        else
        {
            await using var db = await dbFactory.OpenForTenantAsync(voice.TenantId, cancellationToken);
            var ids = voice.Clips.Select(l => l.ClipId).ToList();
            var positions = new Dictionary<Guid, int>();
            foreach (var clip in await db.Clips.AsNoTracking().Where(c => ids.Contains(c.Id)).OrderBy(c => c.AddedAt).ToListAsync(cancellationToken))
            {
                await using var wav = await store.OpenAsync(clip.DecodedBlobId, cancellationToken);
                positions[clip.Id] = clips.Count;
                clips.Add(new FitClip(await decoder.DecodeAsync(wav, cancellationToken), clip.Transcript));
            }

            // A recording may have been erased since: then its stretch is gone with it, and learning says so.
            references.AddRange(StretchLibrary.ChosenOf(voice).Select(stretch => new FitReference(
                positions.GetValueOrDefault(stretch.ClipId, -1), stretch.StartSeconds, stretch.Seconds, stretch.Transcript, stretch.Style)));
        }

        if (clips.Count == 0)
        {
            throw new VoiceFitException("no-clips", "None of this voice's recordings is left. Make a new voice from recordings that you still have.");
        }

        var reporting = new InlineProgress(done => progress.Report(voice.Id, new LearningStatus(done)));
        var fitted = await fitter.FitAsync(new VoiceFitRequest(voice.Model, clips, voice.Language) { References = references }, reporting, cancellationToken);
        return (fitted.Voice.Profile.ToArray(), JsonSerializer.Serialize(fitted.Report));
    }

    // Every school's sample is the same: learned once, sealed for each.
    private async Task<(byte[] Profile, string Report)?> FindLearnedSampleAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var twin = await db.Voices.AsNoTracking()
            .Where(v => v.IsSample && v.ProfileBlobId != null && v.FitReportJson != null)
            .FirstOrDefaultAsync(cancellationToken);
        if (twin is null)
        {
            return null;
        }

        await using var sealedProfile = await store.OpenAsync(twin.ProfileBlobId!.Value, cancellationToken);
        using var profile = new MemoryStream();
        await sealedProfile.CopyToAsync(profile, cancellationToken);
        return (profile.ToArray(), twin.FitReportJson!);
    }

    private async Task<bool> KeepAsync(Voice voice, byte[] profile, string report, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(profile);
        var blob = await store.SaveAsync(content, cancellationToken);
        var kept = false;
        try
        {
            await using var db = await dbFactory.OpenForTenantAsync(voice.TenantId, cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // Consent may have been withdrawn, or another model or other stretches chosen, while it was being learned: then nothing is kept.
            var current = await db.Voices.SingleOrDefaultAsync(
                v => v.Id == voice.Id && v.State != VoiceState.Withdrawn && v.ProfileBlobId == null && v.Model == voice.Model
                    && v.ReferencesJson == voice.ReferencesJson, cancellationToken);
            if (current is null)
            {
                return false;
            }

            current.ProfileBlobId = blob.Id;
            current.FitReportJson = report;
            audit.Append(
                db, voice.TenantId, AuditTrail.System, AuditEvent.VoiceLearned, $"voice:{voice.Id}",
                new { model = voice.Model, profileSha256 = blob.Sha256 });
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            kept = true;
            return true;
        }
        finally
        {
            if (!kept)
            {
                await store.DeleteAsync(blob.Id);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Voice {VoiceId} could not be learned.")]
    private partial void LogFailed(Exception failure, Guid voiceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Voices that wait to be learned could not be looked for; it is tried again.")]
    private partial void LogRoundFailed(Exception failure);

    // Progress<T> would report out of order, from the pool.
    private sealed class InlineProgress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}

using Microsoft.Extensions.Options;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>
/// Takes jobs from the queue and has them spoken, several at once. One job's failure never stops the next; cancelled, failed and
/// shutting down are three things.
/// </summary>
public sealed partial class SynthesisWorker(
    SynthesisJobs jobs,
    RenderingRun run,
    SynthesisProgress progress,
    IOptions<SynthesisOptions> options,
    TimeProvider clock,
    ILogger<SynthesisWorker> log) : BackgroundService
{
    private readonly WorkerIdentity _identity = new();

    /// <inheritdoc />
    public override void Dispose()
    {
        _identity.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = options.Value.Parallelism > 0 ? options.Value.Parallelism : Math.Max(1, Environment.ProcessorCount / 2);
        return Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => Task.Run(() => WorkAsync(lane, stoppingToken), stoppingToken)));
    }

    private async Task WorkAsync(int lane, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // One lane looks after the jobs of dead workers.
                if (lane == 0 && await jobs.ReclaimAsync(stopping) is > 0 and var reclaimed)
                {
                    LogReclaimed(reclaimed);
                }

                if (await jobs.ClaimAsync(_identity.NewClaim(), stopping) is { } job)
                {
                    await RunAsync(job, stopping);
                }
                else
                {
                    await progress.WaitForWorkAsync(TimeSpan.FromSeconds(options.Value.PollSeconds), stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The queue itself is out of reach, such as a full disk: wait for better times, and lose no job.
                LogQueueUnreachable(failure);
                await Task.Delay(TimeSpan.FromSeconds(options.Value.PollSeconds), clock, stopping)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(ClaimedJob job, CancellationToken stopping)
    {
        var id = job.Rendering.Id;
        var stopped = progress.Started(id, stopping);
        using var heart = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
        var beating = BeatAsync(job, stopped, heart.Token);
        progress.Changed(id);
        try
        {
            await run.SpeakAsync(job, stopped.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await jobs.ReturnAsync(job, CancellationToken.None);
        }
        catch (Exception lost) when (lost is ClaimLostException or OperationCanceledException)
        {
            await jobs.DiscardAsync(id, stopping);
        }
        catch (Exception failure)
        {
            var (code, sentence) = Explain(failure, id);
            if (code == "internal-error")
            {
                LogFailed(failure, id);
            }

            // A refusal can also mean that somebody cancelled it meanwhile; then the row says so already and stays.
            await jobs.FailAsync(job, code, sentence, CancellationToken.None);
            await jobs.DiscardAsync(id, CancellationToken.None);
        }
        finally
        {
            await heart.CancelAsync();
            await beating;
            progress.Ended(id);
            progress.Changed(id);
        }
    }

    private async Task BeatAsync(ClaimedJob job, CancellationTokenSource stopped, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.LeaseSeconds / 4.0), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                if (!await jobs.RenewAsync(job, ended))
                {
                    await stopped.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            // Without a sign of life the lease runs out, and another worker takes over; this one then finds its claim lost.
            LogQueueUnreachable(failure);
        }
    }

    private static (string Code, string Sentence) Explain(Exception failure, Guid id) => failure switch
    {
        RefusedWhileRunningException refused => (refused.Refusal.Code, refused.Refusal.Message),
        UnspeakableTextException unspeakable => (unspeakable.Reason, unspeakable.Message),
        // Only the code is kept, so one with values could not be said in another language.
        EngineUnavailableException { Statement: { Arguments.Count: 0 } statement } => (statement.Code, statement.English),
        EngineUnavailableException unavailable => ("engine-unavailable", unavailable.Message),
        MarkFailedException => ("mark-failed", "The mark that every recording carries could not be set or read back, so nothing was given out. Try again; if it stays so, change the text a little."),
        BlobMissingException or BlobDamagedException => ("voice-profile-damaged", "What was learned about this voice cannot be read. Make the voice anew from its recordings, or restore the backup."),
        _ => ("internal-error", $"Something unexpected went wrong. Whoever runs this installation finds the cause in its log under {id}."),
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Put {Count} jobs of a worker that is gone back into the queue.")]
    private partial void LogReclaimed(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The queue of renderings cannot be reached; trying again.")]
    private partial void LogQueueUnreachable(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rendering {Id} failed.")]
    private partial void LogFailed(Exception failure, Guid id);
}

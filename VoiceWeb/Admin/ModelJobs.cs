using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Admin;

/// <summary>What is done with a model in the background.</summary>
public enum ModelJobKind
{
    /// <summary>Files become a model.</summary>
    Import,

    /// <summary>Published files are fetched.</summary>
    Fetch,
}

/// <summary>The running or the last job.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Done">0 to 1.</param>
/// <param name="Running">Whether it still runs.</param>
/// <param name="Failure">Why it ended early; null while it runs and when it succeeded.</param>
public sealed record ModelJob(ModelJobKind Kind, string Name, double Done, bool Running, Refusal? Failure);

/// <summary>
/// Runs one job with models at a time, apart from any page: leaving the page does not stop it, and every page sees how far it is.
/// </summary>
public sealed partial class ModelJobs(ILogger<ModelJobs> log) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _stop;
    private Task _work = Task.CompletedTask;
    private ModelJob? _current;

    /// <summary>Raised from a worker thread.</summary>
    public event Action? Changed;

    /// <summary>The running or the last job; null when there was none yet.</summary>
    public ModelJob? Current => _current;

    /// <summary>Starts a job; false when one is running.</summary>
    /// <param name="work">Reports 0 to 1.</param>
    public bool TryStart(ModelJobKind kind, string name, Func<IProgress<double>, CancellationToken, Task> work)
    {
        lock (_gate)
        {
            if (_current is { Running: true })
            {
                return false;
            }

            _stop?.Dispose();
            _stop = new CancellationTokenSource();
            _current = new ModelJob(kind, name, 0, true, null);
            _work = RunAsync(_current, work, _stop.Token);
        }

        Changed?.Invoke();
        return true;
    }

    /// <summary>Asks the running job to stop.</summary>
    public void Cancel() => _stop?.Cancel();

    public async ValueTask DisposeAsync()
    {
        Cancel();
        await _work;
        Interlocked.Exchange(ref _stop, null)?.Dispose();
    }

    private async Task RunAsync(ModelJob job, Func<IProgress<double>, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Refusal? failure = null;
        try
        {
            await work(new Reporting(done => Tell(job with { Done = done })), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            failure = new Conflict("model-job-cancelled", "It was cancelled; nothing of it was kept.");
        }
        catch (ModelImportException refused)
        {
            failure = new Invalid(refused.Reason, refused.Message) { Arguments = refused.Arguments };
        }
        catch (Exception unforeseen)
        {
            LogFailed(unforeseen, job.Kind);
            failure = new Unavailable("model-job-failed", "It failed unexpectedly; nothing of it was kept. The log of the server tells the cause.");
        }

        Tell(job with { Done = failure is null ? 1 : _current!.Done, Running = false, Failure = failure });
    }

    private void Tell(ModelJob job)
    {
        // Circuits need not hear of every matrix.
        var seen = _current!;
        _current = job;
        if (!job.Running || (int)(job.Done * 100) != (int)(seen.Done * 100))
        {
            Changed?.Invoke();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A job with a model failed: {Kind}.")]
    private partial void LogFailed(Exception failure, ModelJobKind kind);

    // Progress<T> would report out of order, from the pool.
    private sealed class Reporting(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}

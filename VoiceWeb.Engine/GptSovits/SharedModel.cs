namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// One loaded model that several speakers use at once: opened at the first use, closed after the last use that follows its disposal, since a
/// network must not be closed while it runs. Safe for concurrent use.
/// </summary>
internal sealed class SharedModel(Func<LoadedModel> open) : IDisposable
{
    private readonly Lock _gate = new();
    private LoadedModel? _model;
    private int _uses;
    private bool _retired;

    /// <summary>Takes part in the model until the returned lease is disposed.</summary>
    /// <exception cref="EngineUnavailableException">The model was removed.</exception>
    public Lease Use()
    {
        lock (_gate)
        {
            if (_retired)
            {
                throw new EngineUnavailableException(new EngineStatement("model-gone", "The model was removed or replaced a moment ago. Try again."));
            }

            _model ??= open();
            _uses++;
            return new Lease(this, _model);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _retired = true;
            CloseIfUnused();
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            _uses--;
            CloseIfUnused();
        }
    }

    private void CloseIfUnused()
    {
        if (_retired && _uses == 0)
        {
            _model?.Dispose();
            _model = null;
        }
    }

    /// <summary>One use of the model.</summary>
    internal sealed class Lease(SharedModel owner, LoadedModel model) : IDisposable
    {
        private int _released;

        public LoadedModel Model { get; } = model;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                owner.Release();
            }
        }
    }
}

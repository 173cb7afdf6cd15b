using Microsoft.ML.OnnxRuntime;

namespace VoiceWeb.Engine.Inference;

/// <summary>A loaded network. Safe for concurrent runs.</summary>
internal sealed class Session : IDisposable
{
    private readonly InferenceSession _session;
    private readonly ProcessorLoad _load;

    internal Session(InferenceSession session, bool onGpu, ProcessorLoad load)
    {
        _session = session;
        _load = load;
        OnGpu = onGpu;
    }

    /// <summary>Whether the network runs on a GPU.</summary>
    public bool OnGpu { get; }

    /// <summary>Names of the inputs, in the graph's order.</summary>
    public IReadOnlyList<string> Inputs => _session.InputNames;

    /// <summary>Names of the outputs, in the graph's order.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs the network once. The outputs belong to the caller and come in the order asked for.</summary>
    /// <param name="inputs">Name and value of every input; they stay the caller's.</param>
    /// <param name="outputs">Which outputs to compute; none given takes all.</param>
    /// <param name="cancellationToken">Stops the run between two nodes.</param>
    /// <exception cref="EngineUnavailableException">The network does not take these inputs, or failed.</exception>
    public TensorSet Run(
        IReadOnlyList<(string Name, Tensor Value)> inputs, IReadOnlyList<string>? outputs, CancellationToken cancellationToken)
    {
        using var run = new RunOptions();
        using var stop = cancellationToken.Register(() => run.Terminate = true);
        outputs ??= _session.OutputNames;
        using var busy = _load.Enter();
        try
        {
            var results = _session.Run(run, [.. inputs.Select(input => input.Name)], [.. inputs.Select(input => input.Value.Value)], [.. outputs]);
            return new TensorSet(outputs, results);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new EngineUnavailableException(
                new EngineStatement("network-run", $"A network could not be run: {failure.Message} Its files may be damaged, or memory is short.", failure.Message), failure);
        }
    }

    /// <summary>Binds fixed buffers for many runs without allocation.</summary>
    public BoundRun Bind() => new(_session);

    public void Dispose() => _session.Dispose();
}

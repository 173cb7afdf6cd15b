using Microsoft.ML.OnnxRuntime;

namespace VoiceWeb.Engine.Inference;

/// <summary>
/// A network with its buffers bound once: each run reads and writes the same memory. The same tensor may be bound as input and
/// as output, which is how state grows in place. Not thread-safe; the tensors stay the caller's.
/// </summary>
internal sealed class BoundRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();

    internal BoundRun(InferenceSession session)
    {
        _session = session;
        _binding = session.CreateIoBinding();
    }

    /// <summary>Binds an input; binding it again replaces it.</summary>
    public void Input(string name, Tensor value) => _binding.BindInput(name, value.Value);

    /// <summary>Binds an output to memory that is large enough for it.</summary>
    public void Output(string name, Tensor value) => _binding.BindOutput(name, value.Value);

    /// <summary>Runs the network once over the bound memory.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _session.RunWithBinding(_run, _binding);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
    }
}

using Microsoft.ML.OnnxRuntime;

namespace VoiceWeb.Engine.Inference;

/// <summary>Opens networks on the best provider of this machine. One per program; safe for concurrent use.</summary>
public sealed class SessionFactory
{
    private readonly InferenceOptions _options;
    private readonly Lazy<ExecutionProviders> _providers;

    /// <param name="options">Which library, which device, how many threads.</param>
    public SessionFactory(InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _providers = new Lazy<ExecutionProviders>(Probe);
    }

    /// <summary>Which provider networks run on, and why the others are not there. Found once, at the first question.</summary>
    public ExecutionProviders Providers => _providers.Value;

    /// <summary>Threads of one network on the processor.</summary>
    internal int Threads => _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount;

    /// <summary>Whether networks go to a GPU.</summary>
    internal bool OnGpu => Providers.Active == "CUDA";

    /// <summary>What runs at this moment.</summary>
    internal ProcessorLoad Load { get; } = new();

    /// <summary>Opens a network whose weights stand in the bytes.</summary>
    /// <exception cref="EngineUnavailableException">ONNX Runtime cannot be used on this machine, or the network is damaged.</exception>
    internal Session Open(byte[] model, SessionSettings? settings = null) =>
        Open(options => new InferenceSession(model, options), settings ?? new SessionSettings());

    /// <summary>Opens a network file. Weights in files beside it are mapped, not read.</summary>
    /// <exception cref="EngineUnavailableException">ONNX Runtime cannot be used on this machine, or the network is damaged.</exception>
    internal Session Open(string path, SessionSettings? settings = null) =>
        Open(options => new InferenceSession(path, options), settings ?? new SessionSettings());

    private Session Open(Func<SessionOptions, InferenceSession> create, SessionSettings settings)
    {
        if (!Providers.Usable)
        {
            throw new EngineUnavailableException(Providers.Statement);
        }

        var onGpu = !settings.CpuOnly && OnGpu;
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = settings.Threads > 0 ? settings.Threads : Threads,
            InterOpNumThreads = 1,
            EnableCpuMemArena = settings.KeepArena,
            EnableMemoryPattern = false, // every text has its own lengths: a pattern would be kept for each
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"); // a server shares its cores
        options.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        if (!settings.Prepack)
        {
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
        }

        if (onGpu)
        {
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(new Dictionary<string, string>
            {
                ["use_tf32"] = "0",
                ["arena_extend_strategy"] = "kSameAsRequested",
                ["cudnn_conv_algo_search"] = "HEURISTIC",
            });
            options.AppendExecutionProvider_CUDA(cuda);
        }

        try
        {
            return new Session(create(options), onGpu, Load);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new EngineUnavailableException(
                onGpu
                    ? new EngineStatement("network-gpu", $"A network could not be opened on the GPU: {failure.Message} Set Engine:Device to Cpu to go on without it.", failure.Message)
                    : new EngineStatement("network-file", $"A network could not be opened: {failure.Message} Its files may be damaged: verify the model, or import it again.", failure.Message),
                failure);
        }
    }

    private ExecutionProviders Probe()
    {
        var library = OnnxRuntimeLibrary.Load(_options.OnnxRuntimePath);
        if (!library.Usable)
        {
            return new ExecutionProviders(null, library.Path, null, [new ExecutionProviderStatus("CPU", false, library.Statement)]);
        }

        var cuda = _options.Device == Device.Cpu
            ? new ExecutionProviderStatus("CUDA", false, new("provider-off", "switched off by Engine:Device = Cpu."))
            : ProviderProbe.Cuda();
        var cpu = ProviderProbe.Cpu();
        var active = cuda.Available ? cuda.Name : cpu.Available ? cpu.Name : null;
        return new ExecutionProviders(library.Version, library.Path, active, [cuda, cpu]);
    }
}

using VoiceWeb.Engine.GptSovits.DirectStep;
using VoiceWeb.Engine.GptSovits.DirectVocoder;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// A converted model with its networks, each opened when it is first needed. Networks that only making a voice needs are opened for that
/// and closed again. Safe for concurrent use.
/// </summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly string _folder;
    private readonly SessionFactory _sessions;
    private readonly Lazy<SemanticDecoder> _semantic;
    private readonly Lazy<Session> _textEncoder;
    private readonly Lazy<Session> _flow;
    private readonly Lazy<IVocoder> _vocoder;
    private readonly Lazy<Session> _bert;
    private readonly Lazy<BertTokenizer> _tokenizer;

    /// <param name="folder">Folder of the converted model.</param>
    /// <param name="sessions">Opens networks.</param>
    /// <exception cref="ModelImportException">The folder's description is damaged.</exception>
    public LoadedModel(string folder, SessionFactory sessions)
    {
        _folder = folder;
        _sessions = sessions;
        Manifest = ModelManifest.Load(folder);
        // The caches of the step stand in host memory, so both of its graphs stay on the processor.
        _semantic = new(() => new SemanticDecoder(
            Manifest.Gpt, new(() => Open("t2s-prefill.onnx", new SessionSettings { CpuOnly = true })), OpenStep()));
        _textEncoder = new(() => Open("text-encoder.onnx", new SessionSettings { KeepArena = false }));
        _flow = new(() => Open("flow.onnx", new SessionSettings { KeepArena = false }));
        _vocoder = new(OpenVocoder);
        _bert = new(() => Open("bert.onnx", new SessionSettings { KeepArena = false }));
        _tokenizer = new(() => BertTokenizer.Open(folder));
    }

    public ModelManifest Manifest { get; }

    public SemanticDecoder Semantic => _semantic.Value;

    public Session TextEncoder => _textEncoder.Value;

    public Session Flow => _flow.Value;

    public IVocoder Vocoder => _vocoder.Value;

    public Session Bert => _bert.Value;

    public BertTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>Opens a network that belongs to the caller.</summary>
    public Session OpenOnce(string file) => Open(file, new SessionSettings { KeepArena = false, Prepack = false });

    public void Dispose()
    {
        foreach (var network in (Lazy<Session>[])[_textEncoder, _flow, _bert])
        {
            if (network.IsValueCreated)
            {
                network.Value.Dispose();
            }
        }

        if (_vocoder.IsValueCreated)
        {
            _vocoder.Value.Dispose();
        }

        if (_semantic.IsValueCreated)
        {
            _semantic.Value.Dispose();
        }
    }

    private IStepNetwork OpenStep() => (IStepNetwork?)DirectStepNetwork.TryOpen(_folder, Manifest.Gpt, _sessions.Load, _sessions.Threads)
        ?? new OnnxStepNetwork(Manifest.Gpt, Open("t2s-step.onnx", new SessionSettings { CpuOnly = true }));

    private IVocoder OpenVocoder() =>
        (_sessions.OnGpu ? null : (IVocoder?)DirectVocoderNetwork.TryOpen(_folder, Manifest.Sovits, Manifest.VocoderReach, _sessions.Load, _sessions.Threads))
            ?? new OnnxVocoder(Manifest.Sovits, Manifest.VocoderReach, Open("vocoder.onnx", new SessionSettings()));

    private Session Open(string file, SessionSettings settings) => _sessions.Open(Path.Combine(_folder, file), settings);
}

using VoiceWeb.Engine.GptSovits.Kernels;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>
/// The step of the text-to-semantic network without a general runtime. A step reads every weight once and computes little with it, so its time is
/// that of reading: weights stand as published (16 bits) or in 8 bits, in the order of their use, and nothing else is touched. The arithmetic is
/// in 32 bits; the same network as <c>t2s-step.onnx</c>. Safe for concurrent use: state lives in the caches.
/// </summary>
internal sealed unsafe class DirectStepNetwork : IStepNetwork
{
    /// <summary>More do not read faster: a few cores already use all that the memory gives.</summary>
    private const int MostThreads = 4;

    private readonly AlignedMemory _memory;

    private DirectStepNetwork(GptConfig config, AlignedMemory memory, ProcessorLoad load, int threads)
    {
        Config = config;
        Load = load;
        Threads = Math.Max(1, threads);
        CrewSize = Math.Min(Threads, MostThreads);
        _memory = memory;
        var cursor = new StepCursor(memory);
        uint[] head = [cursor.Number(), cursor.Number(), cursor.Number(), cursor.Number(), cursor.Number()];
        if (!head.SequenceEqual([StepFile.Magic, (uint)config.Layers, (uint)config.Heads, (uint)config.Width, (uint)config.Codes]))
        {
            throw new InvalidDataException("The step's weights belong to another network.");
        }

        Positions = (float*)cursor.Skip((long)GptConfig.Positions * config.Width * sizeof(float));
        Codes = (float*)cursor.Skip((long)config.Codes * config.Width * sizeof(float));
        Layers = [.. Enumerable.Range(0, config.Layers).Select(_ => new Layer(cursor, config.Width))];
        Head = StepMatrix.Take(cursor, config.Codes, config.Width);
        // Models that were imported before the prefill was made by hand end here.
        Text = cursor.AtEnd ? null : TextTables.Take(cursor, config);
        if (!cursor.AtEnd)
        {
            throw new InvalidDataException("The step's weights go on after their end.");
        }
    }

    internal GptConfig Config { get; }

    /// <summary>What the processor is busy with: a step is shared among threads only when that is nothing else.</summary>
    internal ProcessorLoad Load { get; }

    /// <summary>Threads that may share a step.</summary>
    internal int CrewSize { get; }

    /// <summary>(positions, width).</summary>
    internal float* Positions { get; }

    /// <summary>(codes, width).</summary>
    internal float* Codes { get; }

    internal Layer[] Layers { get; }

    internal StepMatrix Head { get; }

    /// <summary>Tables of text; null where the file has none.</summary>
    internal TextTables? Text { get; }

    /// <summary>Threads that may share a prefill.</summary>
    internal int Threads { get; }

    /// <summary>Opens a model's step; null where its file is missing, or this processor lacks what the kernels need.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="load">What else the processor does.</param>
    /// <param name="threads">Threads that may share a step. Positive.</param>
    /// <exception cref="EngineUnavailableException">The file is damaged.</exception>
    public static DirectStepNetwork? TryOpen(string folder, GptConfig config, ProcessorLoad load, int threads)
    {
        var path = Path.Combine(folder, StepFile.Name);
        if (!MatrixKernels.Supported || !File.Exists(path))
        {
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var memory = new AlignedMemory(Math.Max(1, file.Length));
        try
        {
            for (long at = 0; at < file.Length;)
            {
                var part = new Span<byte>(memory.Start + at, (int)Math.Min(1 << 24, file.Length - at));
                file.ReadExactly(part);
                at += part.Length;
            }

            return new DirectStepNetwork(config, memory, load, threads);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            memory.Dispose();
            throw new EngineUnavailableException(
                new EngineStatement("network-file", $"{StepFile.Name} of the model cannot be used: {failure.Message} Verify the model, or import it again.", StepFile.Name), failure);
        }
    }

    // Where weights are rounded to 8 bits, keys and values may be to 16: that is finer by far, and a third of what a long sentence's step reads.
    public IStepCaches Open(int slots, int capacity) =>
        Layers[0].Joint.IsRounded ? new DirectStepCaches<HalfNumber>(this, slots, capacity) : new DirectStepCaches<SingleNumber>(this, slots, capacity);

    public void Dispose() => _memory.Dispose();

    /// <summary>The weights of one layer.</summary>
    internal sealed class Layer
    {
        public Layer(StepCursor cursor, int width)
        {
            Joint = StepMatrix.Take(cursor, 3 * width, width);
            Projection = StepMatrix.Take(cursor, width, width);
            Norm1 = (float*)cursor.Skip(2L * width * sizeof(float));
            Inner = StepMatrix.Take(cursor, 4 * width, width);
            Outer = StepMatrix.Take(cursor, width, 4 * width);
            Norm2 = (float*)cursor.Skip(2L * width * sizeof(float));
        }

        public StepMatrix Joint { get; }

        public StepMatrix Projection { get; }

        public StepMatrix Inner { get; }

        public StepMatrix Outer { get; }

        /// <summary>(2, width): scale and shift.</summary>
        public float* Norm1 { get; }

        /// <summary>(2, width): scale and shift.</summary>
        public float* Norm2 { get; }
    }
}

using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits.DirectStep;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>
/// A step of the text-to-semantic network at a given context: as exporters write it, as ONNX graphs with fixed caches, and the direct step that
/// speaks where the processor has what it needs.
/// </summary>
internal static class StepBench
{
    /// <param name="checkpoint">A GPT file.</param>
    /// <param name="work">An empty folder for the graphs.</param>
    /// <param name="context">Rows in the caches at the first step.</param>
    /// <param name="steps">Steps of one run.</param>
    /// <param name="rounds">Runs of each variant.</param>
    public static BenchReport Run(Checkpoint checkpoint, string work, SessionFactory sessions, int context, int steps, int rounds, CancellationToken cancellationToken)
    {
        var config = GptConfig.Read(checkpoint);
        ModelWriter.ToFolder(work, "fp32.bin",
            [("concat.onnx", BaselineGraphs.ConcatenatingStep(config, checkpoint.Weights)), ("fixed.onnx", new GptGraph(config, checkpoint.Weights, LinearPrecision.Float32).Step())],
            null, cancellationToken);
        ModelWriter.ToFolder(work, "int8.bin", [("int8.onnx", new GptGraph(config, checkpoint.Weights, LinearPrecision.Int8).Step())], null, cancellationToken);

        var settings = new SessionSettings { CpuOnly = true };
        using var concat = sessions.Open(Path.Combine(work, "concat.onnx"), settings);
        using var plain = sessions.Open(Path.Combine(work, "fixed.onnx"), settings);
        using var rounded = sessions.Open(Path.Combine(work, "int8.onnx"), settings);
        using var one = new FixedSteps(plain, config, 1, context, steps);
        using var oneRounded = new FixedSteps(rounded, config, 1, context, steps);
        var note = $"{steps} steps from context {context}";
        List<(string Name, string Note, Action Run)> variants =
        [
            ("growing caches, fp32", note, () => Concatenate(concat, config, context, steps, cancellationToken)),
            ("fixed caches, fp32 graph", note, () => one.Run(cancellationToken)),
            ("fixed caches, 8-bit graph", note, () => oneRounded.Run(cancellationToken)),
        ];
        var direct = new List<IDisposable>();
        try
        {
            foreach (var (name, precision, rows, threads) in DirectVariants(sessions.Threads))
            {
                if (OpenDirect(Directory.CreateDirectory(Path.Combine(work, name)).FullName, config, checkpoint, precision, sessions, threads, cancellationToken) is { } network)
                {
                    var caches = network.Open(rows, context + steps);
                    direct.AddRange([caches, network]);
                    variants.Add((name, rows == 1 ? note : $"{note}, {rows} sentences", () => Step(caches, config, rows, context, steps, cancellationToken)));
                }
            }

            return Stopwatches.Interleave("t2s", sessions, rounds, variants, cancellationToken);
        }
        finally
        {
            direct.ForEach(opened => opened.Dispose());
        }
    }

    private static IEnumerable<(string Name, LinearPrecision Precision, int Rows, int Threads)> DirectVariants(int threads) =>
        ((string Name, LinearPrecision Precision, int Rows)[])
        [
            ("direct, as published (reference)", LinearPrecision.Float32, 1),
            ("direct, 8-bit (balanced)", LinearPrecision.Int8, 1),
            ("direct, 8-bit, batch of 4", LinearPrecision.Int8, 4),
        ] is var kinds && threads > 1
            ? [.. kinds.Select(kind => (kind.Name + ", 1 thread", kind.Precision, kind.Rows, 1)), .. kinds.Select(kind => ($"{kind.Name}, {threads} threads", kind.Precision, kind.Rows, threads))]
            : kinds.Select(kind => (kind.Name, kind.Precision, kind.Rows, 1));

    private static DirectStepNetwork? OpenDirect(
        string folder, GptConfig config, Checkpoint checkpoint, LinearPrecision precision, SessionFactory sessions, int threads, CancellationToken cancellationToken)
    {
        StepFile.Write(folder, config, checkpoint.Weights, precision, cancellationToken);
        return DirectStepNetwork.TryOpen(folder, config, sessions.Load, threads);
    }

    private static void Step(IStepCaches caches, GptConfig config, int rows, int context, int steps, CancellationToken cancellationToken)
    {
        var logits = new float[rows * config.Codes];
        for (var step = 0; step < steps; step++)
        {
            caches.Run([.. Enumerable.Repeat(new StepRow(1, step, context + step), rows)], logits, cancellationToken);
        }
    }

    private static void Concatenate(Session session, GptConfig config, int context, int steps, CancellationToken cancellationToken)
    {
        string[] outputs = ["logits", .. Enumerable.Range(0, config.Layers).SelectMany(layer => (string[])[$"k{layer}_out", $"v{layer}_out"])];
        var first = new float[context * config.Width];
        using var zeros = Tensor.Of(first, 1, config.Heads, context, config.HeadWidth);
        using var code = Tensor.Of(new long[] { 1 }, 1, 1);
        TensorSet? last = null;
        for (var step = 0; step < steps; step++)
        {
            using var position = Tensor.Of(new long[] { step }, 1, 1);
            List<(string, Tensor)> inputs = [("code", code), ("position", position)];
            for (var layer = 0; layer < config.Layers; layer++)
            {
                inputs.Add(($"k{layer}", last?.Tensor($"k{layer}_out") ?? zeros));
                inputs.Add(($"v{layer}", last?.Tensor($"v{layer}_out") ?? zeros));
            }

            var next = session.Run(inputs, outputs, cancellationToken);
            last?.Dispose();
            last = next;
        }

        last?.Dispose();
    }

    /// <summary>Steps over caches that are made and bound once, as a sentence has them.</summary>
    private sealed class FixedSteps : IDisposable
    {
        private readonly int _context;
        private readonly int _steps;
        private readonly int[] _past;
        private readonly long[] _position;
        private readonly int[] _total = new int[1];
        private readonly KvCache _cache;
        private readonly BoundRun _run;
        private readonly List<Tensor> _bound = [];

        public FixedSteps(Session session, GptConfig config, int rows, int context, int steps)
        {
            (_context, _steps) = (context, steps);
            (_past, _position) = (new int[rows], new long[rows]);
            _cache = new KvCache(config, rows, context + steps);
            _run = session.Bind();
            _run.Input("code", Keep(Tensor.Of(new long[rows], rows, 1)));
            _run.Input("position", Keep(Tensor.Of(_position, rows, 1)));
            _run.Input("past", Keep(Tensor.Of(_past, rows)));
            _run.Input("total", Keep(Tensor.Of(_total.AsMemory())));
            _run.Output("logits", Keep(Tensor.Of(new float[rows * config.Codes], rows, config.Codes)));
            _cache.Bind(_run, rows);
        }

        public void Run(CancellationToken cancellationToken)
        {
            for (var step = 0; step < _steps; step++)
            {
                Array.Fill(_past, _context + step);
                Array.Fill(_position, step);
                _total[0] = _context + step + 1;
                _run.Run(cancellationToken);
            }
        }

        public void Dispose()
        {
            _run.Dispose();
            _cache.Dispose();
            _bound.ForEach(tensor => tensor.Dispose());
        }

        private Tensor Keep(Tensor tensor)
        {
            _bound.Add(tensor);
            return tensor;
        }
    }
}

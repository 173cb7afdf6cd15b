using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>The step as an ONNX graph: for processors that the direct step is not written for.</summary>
internal sealed class OnnxStepNetwork(GptConfig config, Session step) : IStepNetwork
{
    public IStepCaches Open(int slots, int capacity) => new Caches(step, config, slots, capacity);

    public void Dispose() => step.Dispose();

    /// <summary>Binds again only when the number of sentences or the caches' size changes.</summary>
    private sealed class Caches(Session step, GptConfig config, int slots, int capacity) : IStepCaches
    {
        private readonly KvCache _cache = new(config, slots, capacity);
        private readonly long[] _code = new long[slots];
        private readonly long[] _position = new long[slots];
        private readonly int[] _past = new int[slots];
        private readonly int[] _total = new int[1];
        private readonly float[] _logits = new float[slots * config.Codes];
        private readonly List<Tensor> _bound = [];
        private BoundRun? _run;
        private int _rows;

        public int Capacity => _cache.Capacity;

        public bool TryPrefill(int slot, SemanticRequest request, Span<float> logits, CancellationToken cancellationToken) => false;

        public void Load(int slot, int layer, ReadOnlySpan<float> keys, ReadOnlySpan<float> values) => _cache.Load(slot, layer, keys, values);

        public void Move(int from, int to) => _cache.Move(from, to);

        public void Grow(int capacity)
        {
            _cache.Grow(capacity);
            _rows = 0;
        }

        public void Run(IReadOnlyList<StepRow> rows, Span<float> logits, CancellationToken cancellationToken)
        {
            if (_rows != rows.Count)
            {
                Bind(rows.Count);
            }

            for (var slot = 0; slot < rows.Count; slot++)
            {
                (_code[slot], _position[slot], _past[slot]) = (rows[slot].Code, rows[slot].Position, rows[slot].Past);
            }

            _total[0] = rows.Max(row => row.Past) + 1;
            _run!.Run(cancellationToken);
            _logits.AsSpan(0, rows.Count * config.Codes).CopyTo(logits);
        }

        public void Dispose()
        {
            Unbind();
            _cache.Dispose();
        }

        private void Unbind()
        {
            _run?.Dispose();
            _bound.ForEach(tensor => tensor.Dispose());
            _bound.Clear();
        }

        private void Bind(int rows)
        {
            Unbind();
            _rows = rows;
            _run = step.Bind();
            Input("code", Tensor.Of(_code.AsMemory(0, rows), rows, 1));
            Input("position", Tensor.Of(_position.AsMemory(0, rows), rows, 1));
            Input("past", Tensor.Of(_past.AsMemory(0, rows), rows));
            Input("total", Tensor.Of(_total.AsMemory()));
            _cache.Bind(_run, rows);
            var logits = Tensor.Of(_logits.AsMemory(0, rows * config.Codes), rows, config.Codes);
            _bound.Add(logits);
            _run.Output("logits", logits);
        }

        private void Input(string name, Tensor tensor)
        {
            _bound.Add(tensor);
            _run!.Input(name, tensor);
        }
    }
}

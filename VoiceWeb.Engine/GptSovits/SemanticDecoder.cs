using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Turns phones into semantic codes, several sentences at once. A sentence's codes depend on its request alone, not on its
/// neighbours. Safe for concurrent use: every call has its own caches.
/// </summary>
internal sealed class SemanticDecoder(GptConfig config, Session prefill, Session step) : IDisposable
{
    private const int CapacityStep = 128;

    /// <summary>Decodes requests together and yields each result when it is complete.</summary>
    /// <param name="requests">Sentences; at most as many as there should be rows in the batch.</param>
    /// <param name="watch">Sees the raw logits of every step (request, step, logits), for tests; null otherwise.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    public IEnumerable<SemanticResult> Decode(
        IReadOnlyList<SemanticRequest> requests, Action<int, int, float[]>? watch, CancellationToken cancellationToken)
    {
        var rows = requests.Select((request, index) => new Row(index, request, config.Codes)).ToList();
        using var cache = new KvCache(config, rows.Count, Round(rows.Max(row => row.Request.Phones.Length + row.Request.Prompt.Length) + CapacityStep));
        var logits = new float[rows.Count * config.Codes];
        for (var slot = 0; slot < rows.Count; slot++)
        {
            Prefill(rows[slot].Request, slot, cache, logits.AsSpan(slot * config.Codes, config.Codes), cancellationToken);
        }

        using var batch = new StepBatch(step, config, cache, rows.Count);
        while (rows.Count > 0)
        {
            for (var slot = rows.Count - 1; slot >= 0; slot--)
            {
                var row = rows[slot];
                var own = logits.AsSpan(slot * config.Codes, config.Codes);
                watch?.Invoke(row.Index, row.Codes.Count, own.ToArray());
                if (row.Advance(own))
                {
                    continue;
                }

                yield return new SemanticResult(row.Index, [.. row.Codes], row.Ended);

                // The last row takes the free place, so that the batch stays dense; its logits go with it.
                var last = rows.Count - 1;
                if (slot != last)
                {
                    cache.Move(last, slot);
                    rows[slot] = rows[last];
                }

                rows.RemoveAt(last);
            }

            if (rows.Count > 0)
            {
                batch.Run(rows, logits, cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        prefill.Dispose();
        step.Dispose();
    }

    private static int Round(int rows) => (rows + CapacityStep - 1) / CapacityStep * CapacityStep;

    private void Prefill(SemanticRequest request, int slot, KvCache cache, Span<float> logits, CancellationToken cancellationToken)
    {
        using var phones = Tensor.Of(request.Phones, 1, request.Phones.Length);
        using var bert = Tensor.Of(request.Bert, 1, request.Phones.Length, GptConfig.BertWidth);
        using var codes = Tensor.Of(request.Prompt, 1, request.Prompt.Length);
        using var outputs = prefill.Run([("phones", phones), ("bert", bert), ("codes", codes)], null, cancellationToken);
        outputs.Read<float>("logits").CopyTo(logits);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var (keys, values) = GptGraph.CacheNames(layer);
            cache.Load(slot, layer, outputs.Read<float>(keys), outputs.Read<float>(values));
        }
    }

    /// <summary>One sentence in the batch.</summary>
    internal sealed class Row
    {
        private readonly bool[] _said;
        private readonly TokenSampler _sampler = new();

        public Row(int index, SemanticRequest request, int codes)
        {
            Index = index;
            Request = request;
            _said = new bool[codes];
            foreach (var code in request.Prompt)
            {
                _said[code] = true;
            }
        }

        public int Index { get; }

        public SemanticRequest Request { get; }

        public List<long> Codes { get; } = [];

        public bool Ended { get; private set; }

        /// <summary>Rows in the caches before the next step.</summary>
        public int Past => Request.Phones.Length + Request.Prompt.Length + Codes.Count - 1;

        /// <summary>Takes the next code from the logits; false when the sentence is complete.</summary>
        public bool Advance(Span<float> logits)
        {
            if (_sampler.Choose(logits, _said, Codes.Count, Request.Seed, Request.Sampling) is not { } code)
            {
                Ended = true;
                return false;
            }

            Codes.Add(code);
            _said[code] = true;
            return Codes.Count < Request.MaxCodes;
        }
    }

    /// <summary>The step network over the dense rows of the batch; binds again only when their number or the caches' size changes.</summary>
    private sealed class StepBatch(Session step, GptConfig config, KvCache cache, int slots) : IDisposable
    {
        private readonly long[] _code = new long[slots];
        private readonly long[] _position = new long[slots];
        private readonly int[] _past = new int[slots];
        private readonly int[] _total = new int[1];
        private readonly float[] _logits = new float[slots * config.Codes];
        private readonly List<Tensor> _bound = [];
        private BoundRun? _run;
        private int _rows;

        public void Run(List<Row> rows, float[] logits, CancellationToken cancellationToken)
        {
            var longest = rows.Max(row => row.Past) + 1;
            if (longest > cache.Capacity)
            {
                cache.Grow(Round(longest + cache.Capacity / 2));
                _rows = 0;
            }

            if (_rows != rows.Count)
            {
                Bind(rows.Count);
            }

            for (var slot = 0; slot < rows.Count; slot++)
            {
                var row = rows[slot];
                _code[slot] = row.Codes[^1];
                _position[slot] = row.Request.Prompt.Length + row.Codes.Count - 1;
                _past[slot] = row.Past;
            }

            _total[0] = longest;
            _run!.Run(cancellationToken);
            _logits.AsSpan(0, rows.Count * config.Codes).CopyTo(logits);
        }

        public void Dispose()
        {
            _run?.Dispose();
            _bound.ForEach(tensor => tensor.Dispose());
        }

        private void Bind(int rows)
        {
            Dispose();
            _bound.Clear();
            _rows = rows;
            _run = step.Bind();
            Input("code", Tensor.Of(_code.AsMemory(0, rows), rows, 1));
            Input("position", Tensor.Of(_position.AsMemory(0, rows), rows, 1));
            Input("past", Tensor.Of(_past.AsMemory(0, rows), rows));
            Input("total", Tensor.Of(_total.AsMemory()));
            cache.Bind(_run, rows);
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

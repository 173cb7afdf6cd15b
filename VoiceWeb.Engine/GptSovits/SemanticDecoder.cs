using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Turns phones into semantic codes, several sentences at once. A sentence's codes depend on its request alone, not on its
/// neighbours. Safe for concurrent use: every call has its own caches.
/// </summary>
internal sealed class SemanticDecoder(GptConfig config, Lazy<Session> prefill, IStepNetwork step) : IDisposable
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
        using var caches = step.Open(rows.Count, Round(rows.Max(row => row.Request.Phones.Length + row.Request.Prompt.Length) + CapacityStep));
        var logits = new float[rows.Count * config.Codes];
        for (var slot = 0; slot < rows.Count; slot++)
        {
            Prefill(rows[slot].Request, slot, caches, logits.AsSpan(slot * config.Codes, config.Codes), cancellationToken);
        }

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
                    caches.Move(last, slot);
                    rows[slot] = rows[last];
                }

                rows.RemoveAt(last);
            }

            if (rows.Count > 0)
            {
                var longest = rows.Max(row => row.Past) + 1;
                if (longest > caches.Capacity)
                {
                    caches.Grow(Round(longest + caches.Capacity / 2));
                }

                caches.Run(
                    rows.ConvertAll(row => new StepRow(row.Codes[^1], row.Request.Prompt.Length + row.Codes.Count - 1, row.Past)), logits, cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        if (prefill.IsValueCreated)
        {
            prefill.Value.Dispose();
        }

        step.Dispose();
    }

    private static int Round(int rows) => (rows + CapacityStep - 1) / CapacityStep * CapacityStep;

    private void Prefill(SemanticRequest request, int slot, IStepCaches caches, Span<float> logits, CancellationToken cancellationToken)
    {
        if (caches.TryPrefill(slot, request, logits, cancellationToken))
        {
            return;
        }

        using var phones = Tensor.Of(request.Phones, 1, request.Phones.Length);
        using var bert = Tensor.Of(request.Bert, 1, request.Phones.Length, GptConfig.BertWidth);
        using var codes = Tensor.Of(request.Prompt, 1, request.Prompt.Length);
        using var outputs = prefill.Value.Run([("phones", phones), ("bert", bert), ("codes", codes)], null, cancellationToken);
        outputs.Read<float>("logits").CopyTo(logits);
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var (keys, values) = GptGraph.CacheNames(layer);
            caches.Load(slot, layer, outputs.Read<float>(keys), outputs.Read<float>(values));
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
}

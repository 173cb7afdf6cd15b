namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Reads payloads from soft bits: wrap-around Viterbi over the 16,384 states of the code, then the best paths of the most likely
/// end states as a list. Not thread-safe: one decoder per detection.
/// </summary>
/// <remarks>Shao, Lin, Fossorier, "Two decoding algorithms for tailbiting codes", IEEE Trans. Commun. 51, 2003.</remarks>
internal sealed class TailBitingDecoder
{
    private const int States = 1 << PayloadCode.Memory;
    private const int Half = States / 2;
    private const int Laps = 3;

    private static readonly byte[] Butterflies = BuildButterflies(); // (half): output bits for state 2k and input 0

    private readonly bool[] _choices = new bool[PayloadCode.PayloadBits * States]; // (steps, states): whether the odd predecessor won
    private float[] _metrics = new float[States];
    private float[] _nextMetrics = new float[States];

    /// <summary>The most likely payloads, best first, without repetition.</summary>
    /// <param name="soft">Evidence per code bit, positive for 0. Length 256.</param>
    /// <param name="count">How many end states to follow back.</param>
    public List<ulong> Decode(ReadOnlySpan<float> soft, int count)
    {
        Array.Clear(_metrics);
        for (var lap = 0; lap < Laps; lap++)
        {
            for (var step = 0; step < PayloadCode.PayloadBits; step++)
            {
                Advance(step, soft.Slice(step * PayloadCode.Outputs, PayloadCode.Outputs));
            }
        }

        var payloads = new List<(ulong Payload, double Score)>();
        var seen = new HashSet<ulong>();
        foreach (var state in BestStates(count))
        {
            var payload = FollowBack(state);
            if (seen.Add(payload))
            {
                payloads.Add((payload, PayloadCode.Encode(payload).Correlate(soft)));
            }
        }

        payloads.Sort((x, y) => y.Score.CompareTo(x.Score));
        return payloads.ConvertAll(p => p.Payload);
    }

    private void Advance(int step, ReadOnlySpan<float> soft)
    {
        Span<float> gains = stackalloc float[16];
        for (var output = 0; output < gains.Length; output++)
        {
            var gain = 0f;
            for (var bit = 0; bit < PayloadCode.Outputs; bit++)
            {
                gain += ((output >> bit) & 1) == 0 ? soft[bit] : -soft[bit];
            }

            gains[output] = gain;
        }

        var choices = _choices.AsSpan(step * States, States);
        var low = choices[..Half];
        var high = choices[Half..];
        var from = _metrics.AsSpan();
        var toLow = _nextMetrics.AsSpan(0, Half);
        var toHigh = _nextMetrics.AsSpan(Half, Half);
        var butterflies = Butterflies.AsSpan(0, Half);
        for (var k = 0; k < Half; k++)
        {
            var gain = gains[butterflies[k] & 15];
            var even = from[2 * k];
            var odd = from[(2 * k) + 1];
            var odd0 = odd - gain;
            var odd1 = odd + gain;
            var even0 = even + gain;
            var even1 = even - gain;
            toLow[k] = Math.Max(even0, odd0);
            low[k] = odd0 > even0;
            toHigh[k] = Math.Max(even1, odd1);
            high[k] = odd1 > even1;
        }

        (_metrics, _nextMetrics) = (_nextMetrics, _metrics);
    }

    private IEnumerable<int> BestStates(int count)
    {
        var queue = new PriorityQueue<int, float>();
        for (var state = 0; state < States; state++)
        {
            if (queue.Count < count)
            {
                queue.Enqueue(state, _metrics[state]);
            }
            else if (queue.TryPeek(out _, out var worst) && _metrics[state] > worst)
            {
                queue.EnqueueDequeue(state, _metrics[state]);
            }
        }

        return queue.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element).Select(item => item.Element);
    }

    private ulong FollowBack(int state)
    {
        var payload = 0UL;
        for (var step = PayloadCode.PayloadBits - 1; step >= 0; step--)
        {
            payload |= (ulong)(uint)(state >> (PayloadCode.Memory - 1)) << step;
            state = ((state << 1) & (States - 1)) | (_choices[(step * States) + state] ? 1 : 0);
        }

        return payload;
    }

    private static byte[] BuildButterflies()
    {
        var outputs = new byte[Half];
        for (var k = 0; k < Half; k++)
        {
            outputs[k] = (byte)PayloadCode.Output(2 * k);
        }

        return outputs;
    }
}

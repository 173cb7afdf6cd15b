using System.Numerics.Tensors;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Chooses the next code from logits, in the order of the original: repetition penalty, top-p, temperature, top-k, softmax, draw.</summary>
/// <remarks>Not thread-safe: it keeps its work space.</remarks>
internal sealed class TokenSampler
{
    private float[] _work = [];
    private float[] _sorted = [];
    private int[] _order = [];

    /// <summary>Chooses one code.</summary>
    /// <param name="logits">Raw logits over all codes; the penalty is written into them.</param>
    /// <param name="said">Codes of prompt and result so far, true where said.</param>
    /// <param name="step">0-based step of this sentence.</param>
    /// <param name="seed">Seed of this sentence.</param>
    /// <param name="settings">How to choose.</param>
    /// <returns>The code, or null when the sentence ends: the end was drawn, or is the likeliest after the penalty.</returns>
    public int? Choose(Span<float> logits, ReadOnlySpan<bool> said, int step, ulong seed, SamplingSettings settings)
    {
        var end = logits.Length - 1;
        var open = step < settings.MinCodes ? logits[..end] : logits;
        Penalize(open, said, settings.RepetitionPenalty);
        if (TensorPrimitives.IndexOfMax<float>(open) == end)
        {
            return null;
        }

        if (_work.Length < open.Length)
        {
            _work = new float[open.Length];
        }

        var probabilities = _work.AsSpan(0, open.Length);
        Probabilities(open, settings, probabilities);
        var best = -1;
        double bestTime = 0;
        for (var code = 0; code < probabilities.Length; code++)
        {
            if (probabilities[code] > 0)
            {
                // The first to arrive in a race of exponential times is distributed as the probabilities are.
                var time = Philox.Exponential(seed, (ulong)step, (ulong)code) / probabilities[code];
                if (best < 0 || time < bestTime)
                {
                    (best, bestTime) = (code, time);
                }
            }
        }

        return best == end ? null : best >= 0 ? best : throw new InvalidOperationException("The network gave no finite logits.");
    }

    /// <summary>Makes what was said less likely: negative logits times the penalty, positive ones divided by it.</summary>
    public static void Penalize(Span<float> logits, ReadOnlySpan<bool> said, double penalty)
    {
        if (penalty == 1)
        {
            return;
        }

        var factor = (float)penalty;
        for (var code = 0; code < logits.Length && code < said.Length; code++)
        {
            if (said[code])
            {
                logits[code] = logits[code] < 0 ? logits[code] * factor : logits[code] / factor;
            }
        }
    }

    /// <summary>Probabilities of all codes from penalised logits; those left out are 0.</summary>
    public void Probabilities(ReadOnlySpan<float> logits, SamplingSettings settings, Span<float> probabilities)
    {
        logits.CopyTo(probabilities);
        if (settings.TopP < 1)
        {
            CutTail(probabilities, settings.TopP);
        }

        TensorPrimitives.Divide(probabilities, (float)Math.Max(settings.Temperature, 1e-5), probabilities);
        if (settings.TopK > 0 && settings.TopK < probabilities.Length)
        {
            var sorted = Sorted(probabilities.Length);
            probabilities.CopyTo(sorted);
            sorted.Sort();
            var pivot = sorted[^settings.TopK]; // all that equal it stay
            for (var code = 0; code < probabilities.Length; code++)
            {
                if (probabilities[code] < pivot)
                {
                    probabilities[code] = float.NegativeInfinity;
                }
            }
        }

        var peak = TensorPrimitives.Max<float>(probabilities);
        double sum = 0;
        for (var code = 0; code < probabilities.Length; code++)
        {
            var value = Math.Exp((double)probabilities[code] - peak);
            sum += value;
            probabilities[code] = (float)value;
        }

        TensorPrimitives.Divide(probabilities, (float)sum, probabilities);
    }

    /// <summary>Removes every code whose probability summed from the likeliest is over the limit, but never the likeliest.</summary>
    private void CutTail(Span<float> logits, double limit)
    {
        if (_order.Length != logits.Length)
        {
            _order = new int[logits.Length];
        }

        var keys = Sorted(logits.Length);
        for (var code = 0; code < logits.Length; code++)
        {
            _order[code] = code;
            keys[code] = -logits[code];
        }

        MemoryExtensions.Sort(keys, _order.AsSpan());
        double sum = 0;
        foreach (var key in keys)
        {
            sum += Math.Exp((double)keys[0] - key);
        }

        double running = 0;
        for (var rank = 0; rank < keys.Length; rank++)
        {
            running += Math.Exp((double)keys[0] - keys[rank]) / sum;
            if (rank > 0 && running > limit)
            {
                logits[_order[rank]] = float.NegativeInfinity;
            }
        }
    }

    private Span<float> Sorted(int length)
    {
        if (_sorted.Length < length)
        {
            _sorted = new float[length];
        }

        return _sorted.AsSpan(0, length);
    }
}

using System.Numerics.Tensors;
using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>Attention of all rows: text sees all text, a code all text and the codes up to itself. Threads share the heads.</summary>
internal sealed unsafe class PrefillAttention : IDisposable
{
    private const int Together = 48; // rows whose scores stay near

    private readonly GptConfig _config;
    private readonly int _rows;
    private readonly int _phones;
    private readonly int _padded; // rows filled up to whole panels
    private readonly int _size; // of a head, likewise
    private readonly nint _jointStride;
    private readonly nint _resultStride;
    private readonly StepSpace[] _spaces; // one a thread: keys, values, scores, results

    /// <param name="rows">Of text and codes.</param>
    /// <param name="phones">Of text.</param>
    /// <param name="threads">That share the heads.</param>
    /// <param name="jointStride">Numbers from one row of queries, keys and values to the next.</param>
    /// <param name="resultStride">Numbers from one row of the result to the next.</param>
    public PrefillAttention(GptConfig config, int rows, int phones, int threads, nint jointStride, nint resultStride)
    {
        (_jointStride, _resultStride) = (jointStride, resultStride);
        (_config, _rows, _phones) = (config, rows, phones);
        (_padded, _size) = (ProductKernel.Padded(rows), ProductKernel.Padded(config.HeadWidth));
        _spaces = [.. Enumerable.Range(0, Math.Min(threads, config.Heads)).Select(_ => new StepSpace(
            [(long)_padded * config.HeadWidth, (long)_padded * _size, (long)Together * _padded, (long)Together * _size]))];
    }

    /// <summary>Computes what every row attends to.</summary>
    /// <param name="joint">(rows, 3 widths): query, key, value. Queries are scaled in place.</param>
    /// <param name="result">(rows, width).</param>
    public void Run(float* joint, float* result) => Parallel.For(0, _spaces.Length, thread =>
    {
        for (var head = _config.Heads * thread / _spaces.Length; head < _config.Heads * (thread + 1) / _spaces.Length; head++)
        {
            Attend(joint, result, head, _spaces[thread]);
        }
    });

    public void Dispose() => Array.ForEach(_spaces, space => space.Dispose());

    private void Attend(float* joint, float* result, int head, StepSpace space)
    {
        const int Panel = ProductKernel.Panel;
        var own = _config.HeadWidth;
        float* keys = space[0], values = space[1], scores = space[2], sums = space[3];
        Pack(joint + head * own, keys, values);
        var scale = 1 / MathF.Sqrt(own);
        for (var from = 0; from < _rows; from += Together)
        {
            var rows = Math.Min(Together, _rows - from);
            var queries = joint + from * _jointStride + head * own;
            for (var row = 0; row < rows; row++)
            {
                var query = new Span<float>(queries + row * _jointStride, own);
                TensorPrimitives.Multiply(query, scale, query);
            }

            var seen = ProductKernel.Padded(Math.Max(_phones, from + rows));
            for (var key = 0; key < seen; key += Panel)
            {
                ProductKernel.Multiply(queries, _jointStride, 1, 0, own, keys + (nint)key * own, scores + key, _padded, rows, false);
            }

            for (var row = 0; row < rows; row++)
            {
                var count = Math.Max(_phones, from + row + 1);
                var line = scores + (nint)row * _padded;
                var weights = new Span<float>(line, count);
                TensorPrimitives.Subtract(weights, TensorPrimitives.Max<float>(weights), weights);
                TensorPrimitives.Exp<float>(weights, weights);
                TensorPrimitives.Multiply(weights, 1 / TensorPrimitives.Sum<float>(weights), weights);
                new Span<float>(line + count, seen - count).Clear();
            }

            for (var channel = 0; channel < _size; channel += Panel)
            {
                ProductKernel.Multiply(scores, _padded, 1, 0, seen, values + (nint)channel * _padded, sums + channel, _size, rows, false);
            }

            for (var row = 0; row < rows; row++)
            {
                new ReadOnlySpan<float>(sums + (nint)row * _size, own).CopyTo(new Span<float>(result + (from + row) * _resultStride + head * own, own));
            }
        }
    }

    /// <summary>Keys as (rows / 16, head width, 16), values as (head width / 16, rows, 16), both filled up with zeros.</summary>
    private void Pack(float* queries, float* keys, float* values)
    {
        const int Panel = ProductKernel.Panel;
        var (width, own) = (_config.Width, _config.HeadWidth);
        new Span<float>(keys, _padded * own).Clear();
        new Span<float>(values, _padded * _size).Clear();
        for (var row = 0; row < _rows; row++)
        {
            var key = queries + row * _jointStride + width;
            var to = keys + (nint)(row / Panel) * Panel * own + row % Panel;
            for (var channel = 0; channel < own; channel++)
            {
                to[channel * Panel] = key[channel];
                values[(nint)(channel / Panel) * _padded * Panel + (nint)row * Panel + channel % Panel] = key[width + channel];
            }
        }
    }
}

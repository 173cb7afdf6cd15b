using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// The speaker's own frames, found by the context of the base frames that were aligned with them. One table a voicing class. Immutable.
/// </summary>
/// <param name="BaseFrames">Frame of the script that each pair belongs to, one a pair.</param>
/// <param name="Contexts">Context of that frame. Shape (pairs, width of <see cref="ContextShape.OfBase"/>).</param>
/// <param name="Targets">The speaker's cepstrum and aperiodicity. Shape (pairs, order + points).</param>
internal sealed record ExemplarTable(int[] BaseFrames, FrameMatrix Contexts, FrameMatrix Targets)
{
    /// <summary>How many neighbours are averaged.</summary>
    public const int Neighbours = 15;

    private const int LeaveOutFrames = 60;
    private readonly float[] _squares = [.. Enumerable.Range(0, Contexts.Rows).Select(i => TensorPrimitives.SumOfSquares<float>(Contexts[i]))];

    /// <summary>Whether there are enough pairs to find anything.</summary>
    public bool IsUsable => BaseFrames.Length >= 4 * Neighbours;

    /// <summary>Adds weight times the mean of the nearest pairs' targets to the output.</summary>
    /// <param name="context">Context of the frame to map.</param>
    /// <param name="exclude">Frame of the script whose surroundings must not answer, or null.</param>
    /// <returns>Whether any pair answered.</returns>
    public bool Accumulate(ReadOnlySpan<float> context, int? exclude, float weight, Span<float> output)
    {
        Span<float> distances = stackalloc float[Neighbours];
        Span<int> nearest = stackalloc int[Neighbours];
        var count = 0;
        var own = TensorPrimitives.SumOfSquares(context);
        for (var i = 0; i < BaseFrames.Length; i++)
        {
            if (exclude is { } frame && Math.Abs(BaseFrames[i] - frame) < LeaveOutFrames)
            {
                continue;
            }

            var distance = own + _squares[i] - 2 * TensorPrimitives.Dot(context, Contexts[i]);
            if (count == Neighbours && distance >= distances[count - 1])
            {
                continue;
            }

            var at = count < Neighbours ? count++ : count - 1;
            while (at > 0 && distances[at - 1] > distance)
            {
                distances[at] = distances[at - 1];
                nearest[at] = nearest[at - 1];
                at--;
            }

            distances[at] = distance;
            nearest[at] = i;
        }

        if (count == 0)
        {
            return false;
        }

        Average(distances[..count], nearest[..count], weight, output);
        return true;
    }

    private void Average(Span<float> distances, ReadOnlySpan<int> nearest, float weight, Span<float> output)
    {
        var scale = 0.5f * Math.Max(TensorPrimitives.Sum(distances) / distances.Length, 0) + 1e-6f;
        var least = distances[0];
        for (var n = 0; n < distances.Length; n++)
        {
            distances[n] = MathF.Exp(-(distances[n] - least) / scale);
        }

        var total = TensorPrimitives.Sum(distances);
        for (var n = 0; n < nearest.Length; n++)
        {
            TensorPrimitives.MultiplyAdd(Targets[nearest[n]], weight * distances[n] / total, output, output);
        }
    }
}

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
    private readonly float[] _headSquares =
        [.. Enumerable.Range(0, Contexts.Rows).Select(i => TensorPrimitives.SumOfSquares<float>(Contexts[i][..ContextShape.HeadWidth]))];

    /// <summary>Whether there are enough pairs to find anything.</summary>
    public bool IsUsable => BaseFrames.Length >= 4 * Neighbours;

    /// <summary>Adds weight times the mean of the nearest pairs' targets to the output.</summary>
    /// <param name="context">Context of the frame to map.</param>
    /// <param name="exclude">Frame of the script whose surroundings must not answer, or null.</param>
    /// <param name="nearest">
    /// Rows that may lie near, since they answered the frame before, or -1. Receives those that did. Guesses save time and change
    /// nothing. Length <see cref="Neighbours"/>.
    /// </param>
    /// <returns>Whether any pair answered.</returns>
    public bool Accumulate(ReadOnlySpan<float> context, int? exclude, Span<int> nearest, float weight, Span<float> output)
    {
        Span<float> distances = stackalloc float[Neighbours];
        var own = TensorPrimitives.SumOfSquares(context);
        var head = context[..ContextShape.HeadWidth];
        var ownHead = TensorPrimitives.SumOfSquares(head);
        var bound = Bound(context, own, exclude, nearest);
        var count = 0;
        for (var i = 0; i < BaseFrames.Length; i++)
        {
            if (IsExcluded(i, exclude)
                || ownHead + _headSquares[i] - 2 * TensorPrimitives.Dot(head, Contexts[i][..ContextShape.HeadWidth]) > bound)
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
            if (count == Neighbours)
            {
                bound = Math.Min(bound, distances[count - 1] + Slack(own));
            }
        }

        nearest[count..].Fill(-1);
        if (count == 0)
        {
            return false;
        }

        Average(distances[..count], nearest[..count], weight, output);
        return true;
    }

    /// <summary>A distance that at least <see cref="Neighbours"/> rows do not exceed.</summary>
    private float Bound(ReadOnlySpan<float> context, float own, int? exclude, ReadOnlySpan<int> guesses)
    {
        float greatest = 0;
        foreach (var row in guesses)
        {
            if (row < 0 || IsExcluded(row, exclude))
            {
                return float.PositiveInfinity;
            }

            greatest = Math.Max(greatest, own + _squares[row] - 2 * TensorPrimitives.Dot(context, Contexts[row]));
        }

        return greatest + Slack(own);
    }

    private bool IsExcluded(int row, int? frame) => frame is { } own && Math.Abs(BaseFrames[row] - own) < LeaveOutFrames;

    /// <summary>What rounding may cost a distance, which is a small difference of large numbers.</summary>
    private static float Slack(float own) => 1e-4f * (own + 1);

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

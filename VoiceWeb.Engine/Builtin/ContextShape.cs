using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// How a frame is seen with its neighbourhood of 80 ms on either side. Since the same synthesiser always says the same sound the same
/// way, frames with near contexts are the same part of the same sound between the same neighbours. Immutable.
/// </summary>
internal sealed class ContextShape
{
    /// <summary>Cepstral coefficients that are looked at, c0 included.</summary>
    public const int Coefficients = 20;

    /// <summary>For base frames among base frames. What differs most stands first: see <see cref="HeadWidth"/>.</summary>
    public static readonly ContextShape OfBase = new([0, -5, 5, -10, 10, -2, 2, -16, 16], [1, 0.7f, 0.7f, 0.5f, 0.5f, 0.8f, 0.8f, 0.35f, 0.35f]);

    /// <summary>The first numbers of a context, by which most others can be told to lie too far away.</summary>
    public const int HeadWidth = 3 * Coefficients;

    /// <summary>For converted frames among a speaker's, whose timing is another: coarser.</summary>
    public static readonly ContextShape AcrossSpeakers = new([0, -4, 4, -8, 8, -16, 16], [1, 0.8f, 0.8f, 0.6f, 0.6f, 0.4f, 0.4f]);

    private readonly int[] _offsets; // frames
    private readonly float[] _weights;

    private ContextShape(int[] offsets, float[] weights)
    {
        _offsets = offsets;
        _weights = weights;
    }

    /// <summary>Length of a context vector.</summary>
    public int Width => Coefficients * _offsets.Length;

    /// <summary>How much a unit of each coefficient counts: 1 over its deviation in voiced frames, less for loudness and fine detail.</summary>
    public static float[] WeightsFrom(CepstralFrames frames)
    {
        var rows = frames.SpeechOf(voiced: true);
        var moments = Moments.Of(frames.Cepstra.Select(rows.Length > 1 ? rows : [.. Enumerable.Range(0, frames.Count)]));
        return [.. Enumerable.Range(0, Coefficients).Select(d =>
            (float)((d == 0 ? 0.7 : d < 12 ? 1 : 0.6) / Math.Max(moments.Deviation(d), 1e-3)))];
    }

    /// <summary>The context of one frame. Beyond the ends the outermost frame is repeated.</summary>
    /// <param name="cepstra">Cepstra of the utterance.</param>
    /// <param name="coefficientWeights">From <see cref="WeightsFrom"/>.</param>
    /// <param name="context">Receives the vector. Length <see cref="Width"/>.</param>
    public void Make(FrameMatrix cepstra, int frame, ReadOnlySpan<float> coefficientWeights, Span<float> context)
    {
        for (var o = 0; o < _offsets.Length; o++)
        {
            var near = cepstra[Math.Clamp(frame + _offsets[o], 0, cepstra.Rows - 1)];
            var part = context.Slice(o * Coefficients, Coefficients);
            TensorPrimitives.Multiply(near[..Coefficients], coefficientWeights, part);
            TensorPrimitives.Multiply(part, _weights[o], part);
        }
    }

    /// <summary>Contexts of many frames.</summary>
    public FrameMatrix Make(FrameMatrix cepstra, IReadOnlyList<int> frames, ReadOnlySpan<float> coefficientWeights)
    {
        var contexts = new FrameMatrix(frames.Count, Width);
        for (var i = 0; i < frames.Count; i++)
        {
            Make(cepstra, frames[i], coefficientWeights, contexts[i]);
        }

        return contexts;
    }
}

using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>
/// A convolution along time of as many outputs as inputs, by <see cref="TileTransform"/>: half of a plain convolution's products. The kernel is cut into
/// parts of four taps, whose inputs lie whole tiles apart, so that each input is transformed once for all parts.
/// </summary>
internal sealed unsafe class TiledConvolution : IDisposable
{
    /// <summary>Tiles that are computed together: what they take stays near to the core.</summary>
    private const int MostTiles = 96;

    /// <summary>Weights that are reused from the nearest cache, in numbers.</summary>
    private const int NearWeights = 6144;

    /// <summary>Numbers between the weights of two points, without which all points' weights would fall on the same places of the caches.</summary>
    private const int Spare = 48;

    private readonly int _channels;
    private readonly int _dilation;
    private readonly int _parts;
    private readonly int _reach;
    private readonly AlignedMemory _memory;
    private readonly float* _bias; // (channels)
    private readonly float* _weights; // (points, channels / 16, parts, channels, 16), or
    private readonly RoundedPanels? _rounded;

    /// <param name="bias">(channels).</param>
    /// <param name="weights">As many outputs as inputs, and an odd number of taps.</param>
    /// <param name="dilation">Samples from one tap to the next.</param>
    public TiledConvolution(float[] bias, LayerWeights weights, int dilation)
    {
        var (channels, kernel) = (weights.Outputs, weights.Kernel);
        _channels = ProductKernel.Padded(channels);
        _dilation = dilation;
        _parts = (kernel + TileTransform.Outputs - 1) / TileTransform.Outputs;
        _reach = dilation * (kernel / 2);
        _memory = new AlignedMemory(sizeof(float) * (_channels + (weights.IsRounded ? 0 : Weights)));
        _bias = (float*)_memory.Start;
        bias.CopyTo(new Span<float>(_bias, channels));
        if (weights.IsRounded)
        {
            _rounded = new RoundedPanels(weights, _parts * TileTransform.Outputs, tap => tap);
            return;
        }

        _weights = _bias + _channels;
        Parallel.For(0, channels, output => Transform(weights, output));
    }

    /// <summary>Numbers that <see cref="Widen"/> needs.</summary>
    public long Widened => _rounded is null ? 0 : Weights;

    /// <summary>Samples beside the input that are read, and must be there: zeros at an end of the sentence.</summary>
    public int Margin => (_parts + 1) * TileTransform.Outputs * _dilation + _reach;

    /// <summary>Numbers that <see cref="Run"/> needs for itself.</summary>
    public long Scratch => (long)TileTransform.Points * _channels * (2 * Math.Max(MostTiles, _dilation) + (_parts + 1) * _dilation);

    /// <summary>Strips that the convolution of so many samples is best cut into. No number depends on it.</summary>
    public int Strips(int samples, int threads)
    {
        var blocks = Blocks(samples);
        var most = threads * Math.Max(1, MostTiles / _dilation);
        return Math.Min(blocks, (blocks + most - 1) / most * threads);
    }

    /// <summary>Makes the weights ready to be multiplied with.</summary>
    /// <param name="space">Room for <see cref="Widened"/> numbers.</param>
    /// <param name="threads">That share the work.</param>
    /// <returns>What <see cref="Run"/> takes.</returns>
    public float* Widen(float* space, int threads)
    {
        if (_rounded is null)
        {
            return _weights;
        }

        var panel = (nint)_parts * _channels * ProductKernel.Panel;
        Parallel.For(0, _channels / ProductKernel.Panel, new ParallelOptions { MaxDegreeOfParallelism = threads }, output =>
            _rounded.Transform(output, space + output * panel, Plane));
        return space;
    }

    /// <summary>Computes one strip.</summary>
    /// <param name="weights">From <see cref="Widen"/>.</param>
    /// <param name="x">(samples, channels), with <see cref="Margin"/> on both sides.</param>
    /// <param name="slope">LeakyReLU of the inputs; 1 for none.</param>
    /// <param name="y">Where results go.</param>
    /// <param name="samples">Samples in all.</param>
    /// <param name="strip">Which strip.</param>
    /// <param name="strips">Of how many: <see cref="Strips"/>, or more.</param>
    /// <param name="scratch">Work space.</param>
    public void Run(float* weights, float* x, float slope, in StripTarget y, int samples, int strip, int strips, float* scratch)
    {
        const int Outputs = TileTransform.Outputs;
        var first = (int)((long)Blocks(samples) * strip / strips);
        var blocks = (int)((long)Blocks(samples) * (strip + 1) / strips) - first;
        var (tiles, entered) = (blocks * _dilation, (blocks + _parts - 1) * _dilation);
        nint step = (nint)_dilation * _channels, inPlane = (nint)entered * _channels, outPlane = (nint)tiles * _channels;
        var begin = first * Outputs * _dilation;

        for (var tile = 0; tile < entered; tile++)
        {
            var start = begin + tile / _dilation * Outputs * _dilation + tile % _dilation - _reach;
            TileTransform.Enter(x + (nint)start * _channels, step, _channels, slope, scratch + (nint)tile * _channels, inPlane);
        }

        var products = scratch + TileTransform.Points * inPlane;
        Multiply(weights, scratch, products, tiles, step, inPlane, outPlane);

        for (var tile = 0; tile < tiles; tile++)
        {
            var start = begin + tile / _dilation * Outputs * _dilation + tile % _dilation;
            var left = (samples - start + _dilation - 1) / _dilation;
            y.Write(products + (nint)tile * _channels, outPlane, _channels, _bias, (nint)start * _channels, step, Math.Clamp(left, 0, Outputs));
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _rounded?.Dispose();
    }

    private nint Plane => (nint)_parts * _channels * _channels + Spare;

    private long Weights => (long)TileTransform.Points * Plane;

    private int Blocks(int samples) => (samples + TileTransform.Outputs * _dilation - 1) / (TileTransform.Outputs * _dilation);

    private void Multiply(float* weights, float* inputs, float* products, int tiles, nint step, nint inPlane, nint outPlane)
    {
        var panel = (nint)_parts * _channels * ProductKernel.Panel;
        var together = panel <= NearWeights ? _parts : 1;
        for (var point = 0; point < TileTransform.Points; point++, inputs += inPlane, products += outPlane, weights += Spare)
        {
            for (var output = 0; output < _channels; output += ProductKernel.Panel)
            {
                for (var part = 0; part < _parts; part += together, weights += (nint)together * _channels * ProductKernel.Panel)
                {
                    ProductKernel.Multiply(inputs + part * step, _channels, together, step, _channels, weights, products + output, _channels, tiles, part > 0);
                }
            }
        }
    }

    private void Transform(LayerWeights weights, int output)
    {
        Span<double> taps = stackalloc double[TileTransform.Outputs];
        Span<double> values = stackalloc double[TileTransform.Points];
        var panel = _weights + output / ProductKernel.Panel * ((long)_parts * _channels * ProductKernel.Panel) + output % ProductKernel.Panel;
        for (var part = 0; part < _parts; part++)
        {
            for (var input = 0; input < weights.Inputs; input++)
            {
                for (var tap = 0; tap < taps.Length; tap++)
                {
                    var at = part * TileTransform.Outputs + tap;
                    taps[tap] = at < weights.Kernel ? weights.Value(output, input, at) : 0;
                }

                TileTransform.Weights(taps, values);
                for (var point = 0; point < values.Length; point++)
                {
                    panel[point * Plane + ((long)part * _channels + input) * ProductKernel.Panel] = (float)values[point];
                }
            }
        }
    }
}

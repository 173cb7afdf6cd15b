namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>
/// A transposed convolution: output q u + r reads input q - m through weight r + p + m u, p = (kernel - u) / 2, so each remainder r has a convolution
/// of its own over the few m whose weight is there.
/// </summary>
internal sealed unsafe class Upsampling : IDisposable
{
    private readonly TapConvolution[] _phases;
    private readonly Kernels.AlignedMemory _bias;

    /// <param name="bias">(outputs).</param>
    /// <param name="weights">Of the whole kernel.</param>
    /// <param name="rate">Outputs of an input, u.</param>
    public Upsampling(float[] bias, LayerWeights weights, int rate)
    {
        Rate = rate;
        var kernel = weights.Kernel;
        var pad = (kernel - rate) / 2;
        _phases = [.. Enumerable.Range(0, rate).Select(phase =>
        {
            // Smallest and largest m with 0 <= phase + pad + m rate < kernel.
            var least = -((phase + pad) / rate);
            var most = (int)Math.Floor((kernel - 1.0 - phase - pad) / rate);
            return new TapConvolution(weights, Math.Max(0, most - least + 1), -most, tap => phase + pad + (most - tap) * rate);
        })];
        _bias = new Kernels.AlignedMemory((long)Channels * sizeof(float));
        bias.CopyTo(new Span<float>(_bias.Start, weights.Outputs));
    }

    /// <summary>Outputs of an input.</summary>
    public int Rate { get; }

    /// <summary>Channels of the result, padded.</summary>
    public int Channels => _phases[0].Outputs;

    /// <summary>Rows beside the input that are read, and must be there.</summary>
    public int Margin => _phases.Max(phase => phase.Margin);

    /// <summary>Computes what comes from some inputs.</summary>
    /// <param name="x">(inputs, channels).</param>
    /// <param name="y">Row of the output <paramref name="start"/>.</param>
    /// <param name="start">First output that is wanted.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="from">First input.</param>
    /// <param name="to">The one after the last.</param>
    public void Run(float* x, float* y, int start, int end, int from, int to)
    {
        for (var phase = 0; phase < Rate; phase++)
        {
            var first = Math.Max(from, (start - phase + Rate - 1) / Rate);
            var last = Math.Min(to, (end - phase + Rate - 1) / Rate);
            _phases[phase].Run(x, (float*)_bias.Start, y + (nint)(phase - start) * Channels, (nint)Rate * Channels, first, last);
        }
    }

    public void Dispose()
    {
        Array.ForEach(_phases, phase => phase.Dispose());
        _bias.Dispose();
    }
}

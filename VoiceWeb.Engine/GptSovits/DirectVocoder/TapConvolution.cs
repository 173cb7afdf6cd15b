using System.Buffers;
using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>A convolution along time as the plain sum over its taps.</summary>
internal sealed unsafe class TapConvolution : IDisposable
{
    private readonly AlignedMemory? _memory; // (outputs / 16, taps, inputs, 16), or
    private readonly RoundedPanels? _rounded;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly int _taps;
    private readonly int _offset;

    /// <param name="weights">Of all taps.</param>
    /// <param name="taps">Taps that are used; none leaves the start alone.</param>
    /// <param name="offset">Row of the first tap's input, from the result's row.</param>
    /// <param name="tapOf">Which of the kernel's each tap is.</param>
    public TapConvolution(LayerWeights weights, int taps, int offset, Func<int, int> tapOf)
    {
        var (outputs, inputs) = (weights.Outputs, weights.Inputs);
        (_outputs, _inputs, _taps, _offset) = (ProductKernel.Padded(outputs), ProductKernel.Padded(inputs), taps, offset);
        if (taps == 0)
        {
            return;
        }

        if (weights.IsRounded)
        {
            _rounded = new RoundedPanels(weights, taps, tapOf);
            return;
        }

        _memory = new AlignedMemory((long)_outputs * _taps * _inputs * sizeof(float));
        var to = (float*)_memory.Start;
        for (var output = 0; output < outputs; output++)
        {
            var panel = to + (long)(output / ProductKernel.Panel) * _taps * _inputs * ProductKernel.Panel + output % ProductKernel.Panel;
            for (var tap = 0; tap < taps; tap++)
            {
                for (var input = 0; input < inputs; input++)
                {
                    panel[((long)tap * _inputs + input) * ProductKernel.Panel] = weights.Value(output, input, tapOf(tap));
                }
            }
        }
    }

    /// <summary>Channels of the result, padded: the length of its rows.</summary>
    public int Outputs => _outputs;

    /// <summary>Rows beside the input that are read, and must be there.</summary>
    public int Margin => Math.Abs(_offset) + _taps;

    /// <summary>Computes some rows.</summary>
    /// <param name="x">(rows, inputs).</param>
    /// <param name="start">What each row begins with: (outputs).</param>
    /// <param name="y">Row 0 of the result.</param>
    /// <param name="stride">Numbers from one row of the result to the next.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">Row after the last.</param>
    public void Run(float* x, float* start, float* y, nint stride, int from, int to)
    {
        var first = new ReadOnlySpan<float>(start, _outputs);
        for (var row = from; row < to; row++)
        {
            first.CopyTo(new Span<float>(y + row * stride, _outputs));
        }

        if (to <= from)
        {
            return;
        }

        if (_rounded is not null)
        {
            RunRounded(_rounded, x, y, stride, from, to);
        }

        if (_memory is null)
        {
            return;
        }

        var weights = (float*)_memory.Start;
        for (var output = 0; output < _outputs; output += ProductKernel.Panel)
        {
            for (var tap = 0; tap < _taps; tap++, weights += (nint)_inputs * ProductKernel.Panel)
            {
                ProductKernel.Multiply(
                    x + (nint)(from + _offset + tap) * _inputs, _inputs, 1, 0, _inputs, weights, y + from * stride + output, stride, to - from, true);
            }
        }
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _rounded?.Dispose();
    }

    private void RunRounded(RoundedPanels rounded, float* x, float* y, nint stride, int from, int to)
    {
        var space = ArrayPool<float>.Shared.Rent(_inputs * ProductKernel.Panel);
        fixed (float* panel = space)
        {
            for (var output = 0; output < _outputs; output += ProductKernel.Panel)
            {
                for (var tap = 0; tap < _taps; tap++)
                {
                    rounded.Widen(output / ProductKernel.Panel, tap, panel);
                    ProductKernel.Multiply(x + (nint)(from + _offset + tap) * _inputs, _inputs, 1, 0, _inputs, panel, y + from * stride + output, stride, to - from, true);
                }
            }
        }

        ArrayPool<float>.Shared.Return(space);
    }
}

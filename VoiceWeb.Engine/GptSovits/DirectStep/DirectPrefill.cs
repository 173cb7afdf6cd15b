using System.Numerics.Tensors;
using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>
/// Prompt and text of one sentence through the network, all rows at once, over the step's weights: sixteen outputs at a time they are widened to 32 bits, which
/// costs little against the products with every row. Rows are not rounded. No number depends on the threads.
/// </summary>
internal sealed unsafe class DirectPrefill : IDisposable
{
    // Rows a power of two apart would fall on the same places of the caches: each is a line longer than it is wide.
    private const int Spare = 16;

    private readonly DirectStepNetwork _network;
    private readonly GptConfig _config;
    private readonly StepSpace _space;
    private readonly PrefillAttention _attention;
    private readonly float* _hidden; // (rows, width)
    private readonly float* _attended; // (rows, width)
    private readonly float* _inner; // (rows, 4 widths)
    private readonly float* _result; // (rows, width)

    /// <summary>Embeds the rows.</summary>
    /// <exception cref="ArgumentException">A phone, a code or a length is out of the network's range.</exception>
    public DirectPrefill(DirectStepNetwork network, TextTables text, SemanticRequest request)
    {
        (_network, _config) = (network, network.Config);
        var (phones, width) = (request.Phones.Length, _config.Width);
        Check(request);
        Rows = phones + request.Prompt.Length;
        _space = new StepSpace([Rows * Stride(1), Rows * Stride(3), Rows * Stride(1), Rows * Stride(4), Rows * Stride(1)]);
        _hidden = _space[0];
        Joint = _space[1];
        _attended = _space[2];
        _inner = _space[3];
        _result = _space[4];
        _attention = new PrefillAttention(_config, Rows, phones, network.Threads, (nint)Stride(3), (nint)Stride(1));
        fixed (float* features = request.Bert)
        {
            Multiply(text.Projection, features, GptConfig.BertWidth, _hidden, Stride(1), phones);
        }

        for (var row = 0; row < Rows; row++)
        {
            var own = new Span<float>(_hidden + row * Stride(1), width);
            if (row < phones)
            {
                TensorPrimitives.Add(own, new ReadOnlySpan<float>((float*)text.Phones + request.Phones[row] * width, width), own);
                TensorPrimitives.Add(own, new ReadOnlySpan<float>((float*)text.Positions + (long)row * width, width), own);
            }
            else
            {
                var position = row - phones;
                TensorPrimitives.Add(
                    new ReadOnlySpan<float>(network.Codes + request.Prompt[position] * width, width),
                    new ReadOnlySpan<float>(network.Positions + (long)position * width, width), own);
            }
        }
    }

    /// <summary>Rows of text and prompt.</summary>
    public int Rows { get; }

    /// <summary>Query, key and value of every row at the layer at hand: each row a <see cref="JointStride"/> after the one before.</summary>
    public float* Joint { get; }

    /// <summary>Numbers from one row of <see cref="Joint"/> to the next.</summary>
    public long JointStride => Stride(3);

    /// <summary>The last row after all layers: (width).</summary>
    public float* Last => _hidden + (Rows - 1) * Stride(1);

    /// <summary>Whether the sizes fill whole panels.</summary>
    public static bool Fits(GptConfig config) => config.Width % ProductKernel.Panel == 0;

    /// <summary>Computes <see cref="Joint"/> of a layer.</summary>
    public void Project(int layer) => Multiply(_network.Layers[layer].Joint, _hidden, Stride(1), Joint, Stride(3), Rows);

    /// <summary>The rest of the layer.</summary>
    public void Finish(int layer)
    {
        var (own, width) = (_network.Layers[layer], _config.Width);
        _attention.Run(Joint, _attended);
        Multiply(own.Projection, _attended, Stride(1), _result, Stride(1), Rows);
        RowNorm.Add(_hidden, _result, Stride(1), own.Norm1, Rows, width);
        Multiply(own.Inner, _hidden, Stride(1), _inner, Stride(4), Rows);
        for (var row = 0; row < Rows; row++)
        {
            var inner = new Span<float>(_inner + row * Stride(4), 4 * width);
            TensorPrimitives.Max(inner, 0f, inner);
        }

        Multiply(own.Outer, _inner, Stride(4), _result, Stride(1), Rows);
        RowNorm.Add(_hidden, _result, Stride(1), own.Norm2, Rows, width);
    }

    public void Dispose()
    {
        _attention.Dispose();
        _space.Dispose();
    }

    private long Stride(int widths) => (long)widths * _config.Width + Spare;

    private void Check(SemanticRequest request)
    {
        if (request.Phones.Length == 0 || request.Phones.Length > GptConfig.Positions || request.Prompt.Length > GptConfig.Positions
            || request.Bert.Length != request.Phones.Length * GptConfig.BertWidth
            || Array.Exists(request.Phones, phone => phone < 0 || phone >= _config.Phones) || Array.Exists(request.Prompt, code => code < 0 || code >= _config.Codes))
        {
            throw new ArgumentException("A phone, a code or a length is not one of this network's.", nameof(request));
        }
    }

    /// <summary>y = W x + b for all rows; threads share the outputs.</summary>
    private void Multiply(StepMatrix matrix, float* x, long xStride, float* y, long yStride, int rows)
    {
        var panels = matrix.Outputs / ProductKernel.Panel;
        var threads = Math.Min(_network.Threads, panels);
        Parallel.For(0, threads, thread =>
        {
            using var memory = new AlignedMemory((long)matrix.Chunk * ProductKernel.Panel * sizeof(float));
            var panel = (float*)memory.Start;
            var (from, to) = (panels * thread / threads * ProductKernel.Panel, panels * (thread + 1) / threads * ProductKernel.Panel);
            for (var row = 0; row < rows; row++)
            {
                new ReadOnlySpan<float>(matrix.Bias + from, to - from).CopyTo(new Span<float>(y + row * yStride + from, to - from));
            }

            for (var output = from; output < to; output += ProductKernel.Panel)
            {
                for (var input = 0; input < matrix.Inputs; input += matrix.Chunk)
                {
                    var count = Math.Min(matrix.Chunk, matrix.Inputs - input);
                    matrix.Widen(output, input, count, panel);
                    ProductKernel.Multiply(x + input, (nint)xStride, 1, 0, count, panel, y + output, (nint)yStride, rows, true);
                }
            }
        });
    }
}

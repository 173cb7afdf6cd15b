namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>Work space of one batch of steps, taken once.</summary>
internal sealed unsafe class StepWork : IDisposable
{
    private const int Align = 64;

    private readonly AlignedMemory _memory;

    /// <param name="config">Sizes of the network.</param>
    /// <param name="rows">Sentences at most.</param>
    public StepWork(GptConfig config, int rows)
    {
        var width = config.Width;
        var head = (config.Codes + MatrixKernels.Tile - 1) / MatrixKernels.Tile * MatrixKernels.Tile;
        long[] floats = [rows * width, rows * 3L * width, rows * width, rows * 4L * width, rows * width, rows * head, rows * 4L * width, rows * 4L * width];
        _memory = new AlignedMemory(floats.Sum(count => Padded(count * sizeof(float))) + Padded(rows * 4L * width));
        var at = _memory.Start;
        float* Take(long count)
        {
            var here = (float*)at;
            at += Padded(count * sizeof(float));
            return here;
        }

        Hidden = Take(floats[0]);
        Joint = Take(floats[1]);
        Attention = Take(floats[2]);
        Inner = Take(floats[3]);
        Result = Take(floats[4]);
        Logits = Take(floats[5]);
        Scaled = Take(floats[6]);
        Scales = Take(floats[7]);
        Bytes = (sbyte*)at;
    }

    /// <summary>(rows, width).</summary>
    public float* Hidden { get; }

    /// <summary>(rows, 3 widths): query, key, value.</summary>
    public float* Joint { get; }

    /// <summary>(rows, width).</summary>
    public float* Attention { get; }

    /// <summary>(rows, 4 widths).</summary>
    public float* Inner { get; }

    /// <summary>(rows, width).</summary>
    public float* Result { get; }

    /// <summary>(rows, codes padded).</summary>
    public float* Logits { get; }

    /// <summary>A matrix's inputs with the gain of its weights.</summary>
    public float* Scaled { get; }

    /// <summary>Scales of rounded inputs.</summary>
    public float* Scales { get; }

    /// <summary>Rounded inputs.</summary>
    public sbyte* Bytes { get; }

    public void Dispose() => _memory.Dispose();

    private static long Padded(long bytes) => (bytes + Align - 1) / Align * Align;
}

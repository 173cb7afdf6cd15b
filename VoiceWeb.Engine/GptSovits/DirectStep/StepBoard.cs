namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>What the members of a crew write for each other: each its part, read by all after they have met.</summary>
internal sealed unsafe class StepBoard : IDisposable
{
    private readonly StepSpace _space;

    /// <param name="config">Sizes of the network.</param>
    /// <param name="rows">Sentences at most.</param>
    public StepBoard(GptConfig config, int rows)
    {
        var width = (long)rows * config.Width;
        var head = rows * (long)((config.Codes + MatrixKernels.Tile - 1) / MatrixKernels.Tile * MatrixKernels.Tile);
        _space = new StepSpace([3 * width, width, 4 * width, width, head]);
        Joint = _space[0];
        Attention = _space[1];
        Inner = _space[2];
        Result = _space[3];
        Logits = _space[4];
    }

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

    public void Dispose() => _space.Dispose();
}

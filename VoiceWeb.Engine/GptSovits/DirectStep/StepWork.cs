namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>One crew member's own work space for a batch of steps, taken once.</summary>
internal sealed unsafe class StepWork : IDisposable
{
    private readonly StepSpace _space;

    /// <param name="config">Sizes of the network.</param>
    /// <param name="rows">Sentences at most.</param>
    /// <param name="capacity">Rows of text and codes at most.</param>
    public StepWork(GptConfig config, int rows, int capacity)
    {
        var (width, inner) = ((long)rows * config.Width, rows * 4L * config.Width);
        _space = new StepSpace([width, inner, inner, (inner + sizeof(float) - 1) / sizeof(float), capacity]);
        Hidden = _space[0];
        Scaled = _space[1];
        Scales = _space[2];
        Bytes = (sbyte*)_space[3];
        Scores = _space[4];
    }

    /// <summary>(rows, width).</summary>
    public float* Hidden { get; }

    /// <summary>A matrix's inputs with the gain of its weights.</summary>
    public float* Scaled { get; }

    /// <summary>Scales of rounded inputs.</summary>
    public float* Scales { get; }

    /// <summary>Rounded inputs.</summary>
    public sbyte* Bytes { get; }

    /// <summary>One head's attention: (capacity).</summary>
    public float* Scores { get; }

    public void Dispose() => _space.Dispose();
}

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>A layer's weights as they stand in a <see cref="VocoderFile"/>: exact, or in 8 bits with a scale for every output and group of inputs.</summary>
internal sealed class LayerWeights
{
    /// <summary>Inputs that share a scale.</summary>
    public const int Group = 32;

    private const float Full = 127;

    private readonly float[]? _exact;
    private readonly sbyte[]? _levels; // (outputs, inputs, kernel)
    private readonly float[]? _scales; // (outputs, groups)
    private readonly bool _inputsFirst;

    /// <param name="values">(outputs, inputs, kernel), or inputs first.</param>
    /// <param name="inputsFirst">Whether inputs stand before outputs, as in a transposed convolution.</param>
    public LayerWeights(float[] values, int outputs, int inputs, int kernel, bool inputsFirst = false)
    {
        (_exact, Outputs, Inputs, Kernel, _inputsFirst) = (values, outputs, inputs, kernel, inputsFirst);
    }

    /// <param name="levels">(outputs, inputs, kernel).</param>
    /// <param name="scales">(outputs, groups).</param>
    public LayerWeights(sbyte[] levels, float[] scales, int outputs, int inputs, int kernel)
    {
        (_levels, _scales, Outputs, Inputs, Kernel) = (levels, scales, outputs, inputs, kernel);
    }

    public int Outputs { get; }

    public int Inputs { get; }

    public int Kernel { get; }

    /// <summary>Exact weights in the order in which they stand.</summary>
    public ReadOnlySpan<float> Stored => _exact;

    /// <summary>Whether weights have 8 bits.</summary>
    public bool IsRounded => _levels is not null;

    /// <summary>Groups of so many inputs.</summary>
    public static int Groups(int inputs) => (inputs + Group - 1) / Group;

    /// <summary>The weight itself.</summary>
    public float Value(int output, int input, int tap) => _exact is null
        ? Level(output, input, tap) * Scale(output, input / Group)
        : _exact[((_inputsFirst ? (long)input * Outputs + output : (long)output * Inputs + input) * Kernel) + tap];

    /// <summary>The weight over its scale, where weights have 8 bits.</summary>
    public sbyte Level(int output, int input, int tap) => _levels![((long)output * Inputs + input) * Kernel + tap];

    /// <summary>Scale of an output's group of inputs, where weights have 8 bits.</summary>
    public float Scale(int output, int group) => _scales![output * Groups(Inputs) + group];

    /// <summary>Levels of all weights, (outputs, inputs, kernel), and scales, (outputs, groups): each group by its largest weight.</summary>
    public (sbyte[] Levels, float[] Scales) Round()
    {
        var groups = Groups(Inputs);
        var (levels, scales) = (new sbyte[(long)Outputs * Inputs * Kernel], new float[Outputs * groups]);
        Parallel.For(0, Outputs, output =>
        {
            for (var group = 0; group < groups; group++)
            {
                var (from, to) = (group * Group, Math.Min(Inputs, (group + 1) * Group));
                float largest = 0;
                Each((_, value) => largest = Math.Max(largest, Math.Abs(value)));
                var scale = scales[output * groups + group] = largest / Full;
                Each((at, value) => levels[at] = (sbyte)(scale == 0 ? 0 : MathF.Round(value / scale)));

                void Each(Action<long, float> visit)
                {
                    for (var input = from; input < to; input++)
                    {
                        for (var tap = 0; tap < Kernel; tap++)
                        {
                            visit(((long)output * Inputs + input) * Kernel + tap, Value(output, input, tap));
                        }
                    }
                }
            }
        });
        return (levels, scales);
    }
}

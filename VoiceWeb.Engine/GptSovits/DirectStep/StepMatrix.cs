namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>One matrix of the step, with its bias, where it stands in memory.</summary>
internal sealed unsafe class StepMatrix
{
    private readonly WeightKind _kind;
    private readonly int _block;
    private readonly float* _bias;
    private readonly float* _scales;
    private readonly byte* _weights;

    private StepMatrix(WeightKind kind, int block, int outputs, int inputs, float* bias, float* scales, byte* weights)
    {
        (_kind, _block, Tiles, Inputs) = (kind, block, TilesOf(outputs), inputs);
        _bias = bias;
        _scales = scales;
        _weights = weights;
    }

    public int Inputs { get; }

    /// <summary>Whether weights have 8 bits.</summary>
    public bool IsRounded => _kind == WeightKind.Rounded;

    /// <summary>Outputs over eight, rounded up.</summary>
    public int Tiles { get; }

    /// <summary>Length of a result's row.</summary>
    public int Outputs => Tiles * MatrixKernels.Tile;

    /// <summary>Takes the matrix that stands at the cursor, and moves it past.</summary>
    /// <exception cref="InvalidDataException">There is none of that size.</exception>
    public static StepMatrix Take(StepCursor cursor, int outputs, int inputs)
    {
        var kind = (WeightKind)cursor.Number();
        var block = (int)cursor.Number();
        var tiles = TilesOf(outputs);
        var bias = (float*)cursor.Skip((long)tiles * MatrixKernels.Tile * sizeof(float));
        var count = (long)tiles * MatrixKernels.Tile * inputs;
        switch (kind)
        {
            case WeightKind.Rounded when block > 0 && inputs % block == 0:
                var scales = (float*)cursor.Skip((long)tiles * MatrixKernels.Tile * (inputs / block) * sizeof(float));
                return new StepMatrix(kind, block, outputs, inputs, bias, scales, cursor.Skip(count));
            case WeightKind.Half:
                return new StepMatrix(kind, 0, outputs, inputs, bias, null, cursor.Skip(count * sizeof(ushort)));
            case WeightKind.Single:
                return new StepMatrix(kind, 0, outputs, inputs, bias, null, cursor.Skip(count * sizeof(float)));
            default:
                throw new InvalidDataException("The step's weights are damaged.");
        }
    }

    /// <summary>Makes a row's numbers ready for <see cref="Multiply"/>: rounded, scaled, or as they are.</summary>
    /// <param name="x">(rows, inputs).</param>
    /// <param name="work">Takes the numbers and their scales.</param>
    public void Prepare(float* x, int rows, StepWork work)
    {
        var count = rows * Inputs;
        switch (_kind)
        {
            case WeightKind.Rounded:
                for (var row = 0; row < rows; row++)
                {
                    MatrixKernels.Round(x + row * Inputs, Inputs, _block, work.Bytes + row * Inputs, work.Scales + row * (Inputs / _block));
                }

                break;
            case WeightKind.Half:
                System.Numerics.Tensors.TensorPrimitives.Multiply(new ReadOnlySpan<float>(x, count), HalfNumber.Gain, new Span<float>(work.Scaled, count));
                break;
            default:
                break;
        }
    }

    /// <summary>y = W x + b for every row, in some of the outputs.</summary>
    /// <param name="x">(rows, inputs), the same that was prepared.</param>
    /// <param name="y">(rows, <see cref="Outputs"/>).</param>
    /// <param name="part">Which outputs, in tiles.</param>
    /// <param name="work">What <see cref="Prepare"/> filled.</param>
    public void Multiply(float* x, float* y, int rows, TileRange part, StepWork work)
    {
        switch (_kind)
        {
            case WeightKind.Rounded:
                MatrixKernels.MultiplyBytes((sbyte*)_weights, _scales, Tiles, part, Inputs, _block, _bias, work.Bytes, work.Scales, y, rows);
                break;
            case WeightKind.Half:
                MatrixKernels.Multiply<HalfNumber>(_weights, Tiles, part, Inputs, _bias, work.Scaled, y, rows);
                break;
            default:
                MatrixKernels.Multiply<SingleNumber>(_weights, Tiles, part, Inputs, _bias, x, y, rows);
                break;
        }
    }

    /// <summary>Sixteen outputs of some inputs as <see cref="Kernels.ProductKernel"/> wants them.</summary>
    /// <param name="output">The first. A multiple of 16; all sixteen must be there.</param>
    /// <param name="from">First input; a multiple of 32 and of the block, or of 8 where nothing is rounded.</param>
    /// <param name="count">Inputs, likewise.</param>
    /// <param name="panel">Receives (count, 16).</param>
    public void Widen(int output, int from, int count, float* panel)
    {
        for (var half = 0; half < 2; half++)
        {
            var tile = output / MatrixKernels.Tile + half;
            var to = panel + half * MatrixKernels.Tile;
            switch (_kind)
            {
                case WeightKind.Rounded:
                    var blocks = Inputs / _block;
                    for (var at = 0; at < count; at += _block)
                    {
                        var scales = _scales + ((long)tile * blocks + (from + at) / _block) * MatrixKernels.Tile;
                        PanelKernels.WidenBytes(
                            (sbyte*)_weights + (long)tile * MatrixKernels.Tile * Inputs + (long)(from + at) * MatrixKernels.Tile, _block, scales, to + (long)at * 16);
                    }

                    break;
                case WeightKind.Half:
                    PanelKernels.Widen<HalfNumber>(_weights + ((long)tile * Inputs + from) * MatrixKernels.Tile * HalfNumber.Size, count, to);
                    break;
                default:
                    PanelKernels.Widen<SingleNumber>(_weights + ((long)tile * Inputs + from) * MatrixKernels.Tile * SingleNumber.Size, count, to);
                    break;
            }
        }
    }

    /// <summary>Inputs that are widened together.</summary>
    public int Chunk => Math.Min(Inputs, 256);

    /// <summary>What is added to the products: (<see cref="Outputs"/>).</summary>
    public float* Bias => _bias;

    private static int TilesOf(int outputs) => (outputs + MatrixKernels.Tile - 1) / MatrixKernels.Tile;
}

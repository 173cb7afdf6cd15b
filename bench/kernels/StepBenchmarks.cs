using BenchmarkDotNet.Attributes;
using VoiceWeb.Engine.GptSovits.DirectStep;
using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Kernels;

/// <summary>The kernels of the text-to-semantic step at the sizes of the published models.</summary>
public unsafe class StepBenchmarks : IDisposable
{
    private const int Inputs = 512, Outputs = 2048, Tiles = Outputs / 8, Block = 128, Context = 300, HeadWidth = 32;

    private readonly AlignedMemory _memory = new(64 << 20);
    private float* _x;
    private float* _y;
    private float* _bias;
    private float* _scales;
    private float* _rowScales;
    private sbyte* _row;
    private sbyte* _bytes;
    private byte* _halves;
    private byte* _singles;

    [GlobalSetup]
    public void Place()
    {
        var at = _memory.Start;
        byte* Take(long count)
        {
            var here = at;
            at += (count + 63) / 64 * 64;
            return here;
        }

        _x = (float*)Take(Inputs * sizeof(float));
        _y = (float*)Take(Outputs * sizeof(float));
        _bias = (float*)Take(Outputs * sizeof(float));
        _scales = (float*)Take(Outputs * (Inputs / Block) * sizeof(float));
        _rowScales = (float*)Take(Inputs / Block * sizeof(float));
        _row = (sbyte*)Take(Inputs);
        _bytes = (sbyte*)Take(Outputs * Inputs);
        _halves = Take(Outputs * Inputs * sizeof(ushort));
        _singles = Take(Outputs * Inputs * sizeof(float));
        var random = new Random(1);
        for (var i = 0; i < Inputs; i++)
        {
            _x[i] = random.NextSingle() - 0.5f;
        }

        random.NextBytes(new Span<byte>(_bytes, Outputs * Inputs));
    }

    [Benchmark(Baseline = true)]
    public void Singles2048X512() => MatrixKernels.Multiply<SingleNumber>(_singles, Tiles, new TileRange(0, Tiles), Inputs, _bias, _x, _y, 1);

    [Benchmark]
    public void Halves2048X512() => MatrixKernels.Multiply<HalfNumber>(_halves, Tiles, new TileRange(0, Tiles), Inputs, _bias, _x, _y, 1);

    [Benchmark]
    public void Bytes2048X512()
    {
        MatrixKernels.Round(_x, Inputs, Block, _row, _rowScales);
        MatrixKernels.MultiplyBytes(_bytes, _scales, Tiles, new TileRange(0, Tiles), Inputs, Block, _bias, _row, _rowScales, _y, 1);
    }

    [Benchmark]
    public void OneHeadOf300Rows() => AttentionKernels.Attend<HalfNumber>(_x, _halves, _halves + Context * HeadWidth * 2, Context, HeadWidth, _y, _y + 512);

    [GlobalCleanup]
    public void Dispose()
    {
        _memory.Dispose();
        GC.SuppressFinalize(this);
    }
}

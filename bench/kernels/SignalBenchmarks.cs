using BenchmarkDotNet.Attributes;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Kernels;

/// <summary>Signal processing over one second of noise, where not said otherwise.</summary>
[MemoryDiagnoser]
public class SignalBenchmarks
{
    private const int FftSize = 2048;

    private readonly RealFft _fft = new(FftSize);
    private readonly Stft _stft = new(FftSize, FftSize, 640);
    private readonly MelFilterBank _mel = new(32_000, FftSize, 80);
    private readonly double[] _signal = new double[FftSize];
    private readonly double[] _real = new double[FftSize / 2 + 1];
    private readonly double[] _imaginary = new double[FftSize / 2 + 1];
    private readonly float[] _power = new float[FftSize / 2 + 1];
    private readonly float[] _bands = new float[80];
    private AudioBuffer _at44 = null!;
    private float[] _at32 = [];
    private float[] _at16 = [];

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        float[] Noise(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        (_at44, _at32, _at16) = (new AudioBuffer(Noise(44_100), 44_100), Noise(32_000), Noise(16_000));
        Noise(FftSize).Select(value => (double)value).ToArray().CopyTo(_signal, 0);
        Noise(_power.Length).Select(Math.Abs).ToArray().CopyTo(_power, 0);
    }

    [Benchmark]
    public void Fft2048() => _fft.Forward(_signal, _real, _imaginary);

    [Benchmark]
    public float[] StftPower() => _stft.Power(_at32);

    [Benchmark]
    public void MelOfOneFrame() => _mel.Apply(_power, _bands);

    [Benchmark]
    public AudioBuffer Resample44To32() => Resampler.Convert(_at44, 32_000);

    [Benchmark]
    public float[] ParityResample32To16() => ParityResampler.Resample(_at32, 32_000, 16_000);

    [Benchmark]
    public float[] SpeakerBands() => SpeakerFilterBank.Compute(_at16);

    [Benchmark]
    public float[] ReferenceSpectrumOfSecond() => ReferenceSpectrum.Compute(_at32, 704);

    [Benchmark]
    public double? Loudness() => LoudnessMeter.IntegratedLufs(_at44);

    [Benchmark]
    public double ActiveSpeechPower() => ActivePower.Of(_at44);
}

using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Throws phases away and makes new ones, as re-synthesis does.</summary>
/// <remarks>Griffin and Lim, "Signal estimation from modified short-time Fourier transform", IEEE Trans. ASSP 32, 1984.</remarks>
internal sealed class VocoderAttacks
{
    private const int Size = 1024;
    private const int Hop = Size / 4;
    private const int Iterations = 24;
    private readonly RealFft _fft = new(Size);
    private readonly double[] _window = new double[Size];
    private readonly double[] _frame = new double[Size];
    private readonly double[] _real = new double[(Size / 2) + 1];
    private readonly double[] _imaginary = new double[(Size / 2) + 1];

    private VocoderAttacks()
    {
        for (var i = 0; i < Size; i++)
        {
            _window[i] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Size));
        }
    }

    /// <summary>Keeps the magnitudes.</summary>
    public static AudioBuffer Phases(AudioBuffer audio, AttackContext context) => new VocoderAttacks().Run(audio, 0, context);

    /// <summary>Keeps the energies of mel bands, as a mel vocoder does.</summary>
    public static AudioBuffer Mel(AudioBuffer audio, int bands, AttackContext context) => new VocoderAttacks().Run(audio, bands, context);

    private AudioBuffer Run(AudioBuffer audio, int melBands, AttackContext context)
    {
        var frames = (audio.Samples.Length / Hop) + 1;
        var magnitudes = new double[frames][];
        var x = Array.ConvertAll(audio.Samples, v => (double)v);
        var mel = melBands > 0 ? new MelResynthesis(melBands, Size, audio.SampleRate) : null;
        for (var t = 0; t < frames; t++)
        {
            Analyse(x, t);
            magnitudes[t] = new double[_real.Length];
            for (var k = 0; k < _real.Length; k++)
            {
                magnitudes[t][k] = Math.Sqrt((_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]));
            }

            mel?.Apply(magnitudes[t]);
        }

        var first = new double[x.Length];
        Synthesise(first, magnitudes, (_, _) =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * context.Chance.NextDouble());
            return (cos, sin);
        });
        for (var i = 0; i < Iterations; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var source = first;
            first = new double[x.Length];
            Synthesise(first, magnitudes, (t, k) =>
            {
                if (k == 0)
                {
                    Analyse(source, t);
                }

                var size = Math.Sqrt((_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k])) + 1e-12;
                return (_real[k] / size, _imaginary[k] / size);
            });
        }

        return new AudioBuffer(Array.ConvertAll(first, v => (float)v), audio.SampleRate);
    }

    private void Analyse(double[] x, int t)
    {
        for (var i = 0; i < Size; i++)
        {
            var at = (t * Hop) - (Size / 2) + i;
            _frame[i] = (uint)at < (uint)x.Length ? x[at] * _window[i] : 0;
        }

        _fft.Forward(_frame, _real, _imaginary);
    }

    private void Synthesise(double[] y, double[][] magnitudes, Func<int, int, (double Cos, double Sin)> phase)
    {
        const double Overlap = 1.5; // sum of the squared windows at a quarter hop
        var real = new double[_real.Length];
        var imaginary = new double[_real.Length];
        for (var t = 0; t < magnitudes.Length; t++)
        {
            for (var k = 0; k < real.Length; k++)
            {
                var (cos, sin) = phase(t, k);
                real[k] = magnitudes[t][k] * cos;
                imaginary[k] = magnitudes[t][k] * sin;
            }

            _fft.Inverse(real, imaginary, _frame);
            for (var i = 0; i < Size; i++)
            {
                var at = (t * Hop) - (Size / 2) + i;
                if ((uint)at < (uint)y.Length)
                {
                    y[at] += _frame[i] * _window[i] / Overlap;
                }
            }
        }
    }
}

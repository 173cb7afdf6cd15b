using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>Cuts a 16 kHz signal into sine-windowed frames and takes their spectra. One instance per thread.</summary>
internal sealed class MarkFrames
{
    private static readonly float[] Window = BuildWindow();
    private readonly RealFft _fft = new(MarkGrid.Frame);
    private readonly double[] _signal = new double[MarkGrid.Frame];
    private readonly double[] _real = new double[MarkGrid.Bins];
    private readonly double[] _imaginary = new double[MarkGrid.Bins];

    /// <summary>Real parts of the last frame. Length 129.</summary>
    public ReadOnlySpan<double> Real => _real;

    /// <summary>Imaginary parts of the last frame. Length 129.</summary>
    public ReadOnlySpan<double> Imaginary => _imaginary;

    /// <summary>Transforms the 256 samples from <paramref name="start"/> on; what lies outside the signal counts as 0.</summary>
    public void Analyse(ReadOnlySpan<float> signal, int start)
    {
        for (var i = 0; i < MarkGrid.Frame; i++)
        {
            var at = start + i;
            _signal[i] = (uint)at < (uint)signal.Length ? signal[at] * Window[i] : 0;
        }

        _fft.Forward(_signal, _real, _imaginary);
    }

    /// <summary>Power per bin of the last frame.</summary>
    public void Power(Span<float> power)
    {
        for (var k = 0; k < MarkGrid.Bins; k++)
        {
            power[k] = (float)((_real[k] * _real[k]) + (_imaginary[k] * _imaginary[k]));
        }
    }

    /// <summary>Adds the windowed inverse of a spectrum to the signal at <paramref name="start"/>; parts outside fall away.</summary>
    public void Add(ReadOnlySpan<double> real, ReadOnlySpan<double> imaginary, Span<float> signal, int start)
    {
        // The transform may use its input as work space.
        real.CopyTo(_real);
        imaginary.CopyTo(_imaginary);
        _fft.Inverse(_real, _imaginary, _signal);
        for (var i = 0; i < MarkGrid.Frame; i++)
        {
            var at = start + i;
            if ((uint)at < (uint)signal.Length)
            {
                signal[at] += (float)_signal[i] * Window[i];
            }
        }
    }

    private static float[] BuildWindow()
    {
        var window = new float[MarkGrid.Frame];
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = (float)Math.Sin(Math.PI * (i + 0.5) / window.Length);
        }

        return window;
    }
}

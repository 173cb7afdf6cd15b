namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Mono audio: samples in -1..1 (not clamped) and their rate. Immutable by convention: whoever holds one does not write to it.
/// </summary>
public sealed class AudioBuffer
{
    /// <param name="samples">Mono samples, full scale at 1.</param>
    /// <param name="sampleRate">Samples per second, in Hz. 1000 to 384,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside its range.</exception>
    public AudioBuffer(float[] samples, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, 384_000);
        Samples = samples;
        SampleRate = sampleRate;
    }

    /// <summary>Mono samples, full scale at 1.</summary>
    public float[] Samples { get; }

    /// <summary>Samples per second, in Hz.</summary>
    public int SampleRate { get; }

    /// <summary>Length in time.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <summary>Length in seconds.</summary>
    public double Seconds => (double)Samples.Length / SampleRate;
}

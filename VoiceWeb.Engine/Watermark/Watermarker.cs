using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Writes marks into speech: inaudible, tied to a secret key, leading from the sound back to its rendering. Thread-safe.
/// </summary>
public sealed class Watermarker
{
    private readonly MarkPattern _pattern;
    private readonly PayloadCode _code;
    private readonly Func<float[], float[]>? _tamper;

    /// <param name="key">The key to mark with.</param>
    public Watermarker(WatermarkKey key)
        : this(key, null)
    {
    }

    /// <param name="key">The key to mark with.</param>
    /// <param name="tamper">What a faulty marker would do to the marked samples before they are read back. For tests.</param>
    internal Watermarker(WatermarkKey key, Func<float[], float[]>? tamper)
    {
        ArgumentNullException.ThrowIfNull(key);
        _pattern = new MarkPattern(key);
        _code = new PayloadCode(key);
        _tamper = tamper;
    }

    /// <summary>Marks a whole rendering and reads the mark back.</summary>
    /// <param name="audio">Unmarked speech at 8 kHz or more.</param>
    /// <param name="id">What the mark shall say.</param>
    /// <returns>As many samples at the same rate; within ±1 if the speech is.</returns>
    /// <exception cref="MarkFailedException">The mark could not be written or read back. The audio must not leave.</exception>
    public WatermarkedAudio Mark(AudioBuffer audio, WatermarkId id)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return Begin(id, audio.SampleRate).Mark(audio);
    }

    /// <summary>Starts a rendering that is made and marked sentence by sentence.</summary>
    /// <param name="id">What the mark shall say.</param>
    /// <param name="sampleRate">Rate of all parts, in Hz.</param>
    /// <exception cref="MarkFailedException">The rate is too low to carry a mark.</exception>
    public WatermarkStream Begin(WatermarkId id, int sampleRate)
    {
        if (sampleRate < 8_000)
        {
            throw new MarkFailedException($"Audio at {sampleRate} Hz cannot be marked; 8000 Hz is the least.");
        }

        return new WatermarkStream(_pattern, _code, id, sampleRate, _tamper);
    }
}

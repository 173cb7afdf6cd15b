namespace VoiceWeb.Engine.Audio;

/// <summary>How samples are stored in a WAV file that we write.</summary>
public enum WavSampleFormat
{
    /// <summary>16-bit integers, rounded to nearest and saturated at full scale.</summary>
    Pcm16,

    /// <summary>32-bit floating point: every sample exactly as it is, beyond full scale too.</summary>
    FloatingPoint,
}

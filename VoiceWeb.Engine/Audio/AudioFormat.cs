namespace VoiceWeb.Engine.Audio;

/// <summary>The formats that speech can be downloaded in.</summary>
public enum AudioFormat
{
    /// <summary>16-bit PCM, lossless.</summary>
    Wav,

    /// <summary>MPEG layer III: plays everywhere.</summary>
    Mp3,

    /// <summary>Opus in Ogg: smallest.</summary>
    Opus,

    /// <summary>16-bit FLAC, lossless, about half of WAV.</summary>
    Flac,

    /// <summary>AAC in MP4: for Apple's players.</summary>
    M4a,
}

namespace VoiceWeb.Engine.Audio;

/// <summary>The kinds of sound file that can be read, as recognised by their first bytes.</summary>
public enum AudioContainer
{
    /// <summary>RIFF WAVE, RF64 and RIFX.</summary>
    Wav,

    /// <summary>MPEG audio layer III, with or without ID3 tags.</summary>
    Mp3,

    /// <summary>Ogg with Opus, Vorbis, FLAC or Speex.</summary>
    Ogg,

    /// <summary>Free Lossless Audio Codec.</summary>
    Flac,

    /// <summary>MP4, M4A, MOV and 3GP.</summary>
    Mp4,

    /// <summary>Matroska and WebM.</summary>
    Matroska,

    /// <summary>Raw AAC with ADTS headers.</summary>
    Aac,

    /// <summary>AIFF and AIFF-C.</summary>
    Aiff,

    /// <summary>AMR, narrow and wide band.</summary>
    Amr,

    /// <summary>Apple's Core Audio Format.</summary>
    Caf,

    /// <summary>Sun and NeXT .au/.snd.</summary>
    Au,

    /// <summary>Windows Media (ASF).</summary>
    Wma,
}

namespace VoiceWeb.Engine.Audio;

/// <summary>What ffmpeg is told. Nothing in here comes from a user but the values of metadata, each an argument of its own.</summary>
internal static class FfmpegArguments
{
    // A closed list: what is not on it is not decoded, so a flaw in some exotic codec is out of reach.
    private const string Codecs =
        "mp3,mp3float,aac,aac_fixed,aac_latm,opus,libopus,vorbis,libvorbis,flac,alac,speex,libspeex,"
        + "amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,wmalossless,wmavoice,"
        + "pcm_s8,pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,"
        + "pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,gsm,gsm_ms";

    // Other rates are brought to the nearest of these, so that an hour of silence at 384 kHz cannot fill the memory.
    private const string KeptRates = "8000|11025|12000|16000|22050|24000|32000|44100|48000";

    /// <summary>One sound track in, floating-point WAV with all its channels out, at the file's own rate if that is a usual one up to 48 kHz.</summary>
    /// <param name="container">Decides the demuxer; ffmpeg's own guessing is off.</param>
    /// <param name="path">The input file, or null for standard input.</param>
    public static IReadOnlyList<string> Decode(AudioContainer container, string? path) =>
    [
        "-protocol_whitelist", path is null ? "pipe" : "file,pipe",
        "-codec_whitelist", Codecs,
        "-threads", "1",
        "-f", Demuxer(container),
        "-i", path is null ? "pipe:0" : "file:" + path,
        "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
        "-threads", "1",
        "-af", "aformat=sample_rates=" + KeptRates,
        "-fflags", "+bitexact", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1",
    ];

    private static string Demuxer(AudioContainer container) => container switch
    {
        AudioContainer.Wav => "wav",
        AudioContainer.Mp3 => "mp3",
        AudioContainer.Ogg => "ogg",
        AudioContainer.Flac => "flac",
        AudioContainer.Mp4 => "mov",
        AudioContainer.Matroska => "matroska",
        AudioContainer.Aac => "aac",
        AudioContainer.Aiff => "aiff",
        AudioContainer.Amr => "amr",
        AudioContainer.Caf => "caf",
        AudioContainer.Au => "au",
        AudioContainer.Wma => "asf",
        _ => throw new ArgumentOutOfRangeException(nameof(container), container, "No demuxer is known for this container."),
    };

    /// <summary>Floating-point mono on standard input in, a file of one format out.</summary>
    /// <param name="format">Any format but WAV.</param>
    /// <param name="sampleRate">In Hz; one that the format can hold.</param>
    /// <param name="bitRate">In kbit/s; null takes the format's own default. Ignored by FLAC.</param>
    /// <param name="metadata">Key and value pairs, already checked.</param>
    /// <param name="path">The output file.</param>
    public static IReadOnlyList<string> Encode(
        AudioFormat format, int sampleRate, int? bitRate, IReadOnlyDictionary<string, string> metadata, string path)
    {
        List<string> line =
        [
            "-protocol_whitelist", "file,pipe",
            "-f", "f32le", "-ar", Invariant(sampleRate), "-ac", "1", "-i", "pipe:0",
            "-map", "0:a:0", "-map_metadata", "-1", "-threads", "1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
        ];
        line.AddRange(format switch
        {
            AudioFormat.Mp3 => ["-c:a", "libmp3lame", "-b:a", $"{bitRate ?? 128}k", "-id3v2_version", "3"],
            AudioFormat.Opus => ["-c:a", "libopus", "-b:a", $"{bitRate ?? 64}k", "-vbr", "on"],
            AudioFormat.Flac => ["-c:a", "flac", "-sample_fmt", "s16", "-compression_level", "5"],
            AudioFormat.M4a => ["-c:a", "aac", "-b:a", $"{bitRate ?? 96}k", "-movflags", "+faststart+use_metadata_tags"],
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "ffmpeg is not needed for this format."),
        });
        foreach (var (key, value) in metadata)
        {
            line.AddRange(["-metadata", $"{key}={value}"]);
        }

        line.AddRange(["-f", format switch { AudioFormat.Mp3 => "mp3", AudioFormat.Opus => "opus", AudioFormat.Flac => "flac", _ => "ipod" }, "-y", "file:" + path]);
        return line;
    }

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

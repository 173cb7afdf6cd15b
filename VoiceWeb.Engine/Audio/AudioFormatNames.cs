namespace VoiceWeb.Engine.Audio;

/// <summary>How the formats are called in file names and in HTTP.</summary>
public static class AudioFormatNames
{
    /// <summary>File extension without the dot.</summary>
    public static string FileExtension(this AudioFormat format) => format switch
    {
        AudioFormat.Wav => "wav",
        AudioFormat.Mp3 => "mp3",
        AudioFormat.Opus => "opus",
        AudioFormat.Flac => "flac",
        AudioFormat.M4a => "m4a",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
    };

    /// <summary>Media type for the Content-Type header.</summary>
    public static string ContentType(this AudioFormat format) => format switch
    {
        AudioFormat.Wav => "audio/wav",
        AudioFormat.Mp3 => "audio/mpeg",
        AudioFormat.Opus => "audio/ogg",
        AudioFormat.Flac => "audio/flac",
        AudioFormat.M4a => "audio/mp4",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
    };

    /// <summary>Reads a file extension or a format's name, with or without a dot, in any case.</summary>
    public static bool TryParse(string? text, out AudioFormat format)
    {
        var name = text?.Trim().TrimStart('.').ToLowerInvariant();
        (var known, format) = name switch
        {
            "wav" => (true, AudioFormat.Wav),
            "mp3" => (true, AudioFormat.Mp3),
            "opus" or "ogg" => (true, AudioFormat.Opus),
            "flac" => (true, AudioFormat.Flac),
            "m4a" or "aac" or "mp4" => (true, AudioFormat.M4a),
            _ => (false, default),
        };
        return known;
    }
}

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Sees from the container alone that a file was cut short, where ffmpeg would decode what is left and say nothing.
/// WAV has its own check; MP4, Matroska, FLAC and AIFF state their duration, which is compared after decoding.
/// </summary>
internal static class TruncationCheck
{
    /// <summary>Throws where the file certainly ends too early.</summary>
    /// <exception cref="CorruptAudioException">The file is cut short; the message says what was expected and found.</exception>
    public static void ThrowIfCutShort(ReadOnlySpan<byte> file, AudioContainer container)
    {
        switch (container)
        {
            case AudioContainer.Ogg:
                CheckOgg(file);
                break;
            case AudioContainer.Mp3:
                CheckMp3(file);
                break;
            case AudioContainer.Aac:
                CheckAdts(file);
                break;
        }
    }

    private static void CheckOgg(ReadOnlySpan<byte> file)
    {
        for (var at = 0; at < file.Length;)
        {
            var page = file[at..];
            if (!page.StartsWith("OggS"u8))
            {
                return; // something else is appended, or the page is damaged: the decoder will tell
            }

            if (page.Length < 27 || page.Length < 27 + page[26])
            {
                throw CutShort("OGG", 27, page.Length);
            }

            var length = 27 + page[26];
            foreach (var segment in page.Slice(27, page[26]))
            {
                length += segment;
            }

            if (length > page.Length)
            {
                throw CutShort("OGG", length, page.Length);
            }

            at += length;
        }
    }

    private static void CheckMp3(ReadOnlySpan<byte> file)
    {
        var sound = file;
        if (file.Length >= 10 && file.StartsWith("ID3"u8))
        {
            var tag = 10 + ((file[6] & 0x7F) << 21 | (file[7] & 0x7F) << 14 | (file[8] & 0x7F) << 7 | (file[9] & 0x7F));
            if (tag >= file.Length)
            {
                throw new CorruptAudioException($"The MP3 file is cut short: its tag should have {tag} bytes, found {file.Length}.");
            }

            sound = file[tag..];
        }

        // Some programs count the tag among the promised bytes, so only what exceeds the whole file is certain.
        var first = sound.IndexOfAnyExcept((byte)0);
        if (first >= 0 && MpegFrame.PromisedBytes(sound[first..]) is { } promised && promised > file.Length)
        {
            throw new CorruptAudioException($"The MP3 file is cut short: expected {promised} bytes of sound, found {sound.Length - first}.");
        }
    }

    private static void CheckAdts(ReadOnlySpan<byte> file)
    {
        var rest = file;
        while (MpegFrame.TryReadAdts(rest, out var length))
        {
            if (length > rest.Length)
            {
                throw CutShort("AAC", length, rest.Length);
            }

            rest = rest[length..];
        }
    }

    private static CorruptAudioException CutShort(string kind, int expected, int found) =>
        new($"The {kind} file is cut short: its last part should have {expected} bytes, found {found}.");
}

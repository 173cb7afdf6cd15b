using System.Globalization;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Any sound file → mono samples at the file's own rate; channels are averaged. What a file is, is told by its first bytes. WAV is
/// read here; everything else by ffmpeg as a separate, limited process that gets one demuxer and a closed list of codecs.
/// Of several sound tracks the first counts. Nothing is ever cut to fit: what is too long is refused. Safe for concurrent use.
/// </summary>
public sealed class AudioDecoder
{
    private readonly AudioOptions _options;
    private readonly FfmpegProcess _ffmpeg;

    /// <param name="options">Limits, and where ffmpeg is.</param>
    public AudioDecoder(AudioOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _ffmpeg = new FfmpegProcess(options);
    }

    /// <summary>Reads a stream to its end and decodes it.</summary>
    /// <param name="stream">Read from where it stands; left open.</param>
    /// <param name="cancellationToken">Stops reading and decoding.</param>
    /// <exception cref="CorruptAudioException">The file is empty, damaged or cut short.</exception>
    /// <exception cref="UnsupportedAudioException">It is no sound file that we read, or it is beyond the limits.</exception>
    /// <exception cref="EngineUnavailableException">ffmpeg is needed and not installed.</exception>
    public async Task<AudioBuffer> DecodeAsync(Stream stream, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var file = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (file.Length + read > _options.MaxBytes)
            {
                throw TooLarge();
            }

            file.Write(buffer, 0, read);
        }

        return await DecodeAsync(file.GetBuffer().AsMemory(0, (int)file.Length), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decodes a whole file.</summary>
    /// <param name="file">All of its bytes.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <exception cref="CorruptAudioException">The file is empty, damaged or cut short.</exception>
    /// <exception cref="UnsupportedAudioException">It is no sound file that we read, or it is beyond the limits.</exception>
    /// <exception cref="EngineUnavailableException">ffmpeg is needed and not installed.</exception>
    public async Task<AudioBuffer> DecodeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        if (file.Length > _options.MaxBytes)
        {
            throw TooLarge();
        }

        var container = AudioSniffer.Recognise(file.Span);
        var audio = container == AudioContainer.Wav && TryReadWav(file.Span) is { } wav
            ? wav
            : await DecodeByFfmpegAsync(file, container, cancellationToken).ConfigureAwait(false);
        return audio.Samples.Length == 0
            ? throw new CorruptAudioException($"The {Name(container)} file holds no sound: expected samples, found none.")
            : audio;
    }

    private AudioBuffer? TryReadWav(ReadOnlySpan<byte> file)
    {
        WavLayout layout;
        try
        {
            layout = WavReader.ReadLayout(file);
        }
        catch (UnsupportedAudioException)
        {
            return null; // WAV is a box for many codecs (telephone codes, ADPCM): ffmpeg knows them
        }
        catch (CorruptAudioException) when (file.StartsWith("RIFX"u8))
        {
            return null; // the same box with its bytes the other way round
        }

        ThrowIfTooLong(layout.Seconds);
        return WavReader.Read(file, layout);
    }

    private async Task<AudioBuffer> DecodeByFfmpegAsync(
        ReadOnlyMemory<byte> file, AudioContainer container, CancellationToken cancellationToken)
    {
        TruncationCheck.ThrowIfCutShort(file.Span, container);
        using var temp = container == AudioContainer.Mp4 && !Mp4Layout.CanBeStreamed(file.Span) ? new PrivateTempFile(file.Length) : null;
        if (temp is not null)
        {
            await File.WriteAllBytesAsync(temp.Path, file, cancellationToken).ConfigureAwait(false);
        }

        var declared = new DeclaredDuration();
        var collector = new PcmCollector(_options.MaxSeconds);
        var (exitCode, messages) = await _ffmpeg.RunAsync(
            FfmpegArguments.Decode(container, temp?.Path),
            temp is null ? file : default,
            collector.ReadAsync,
            line =>
            {
                declared.Hear(line);
                if (declared.Seconds is { } seconds)
                {
                    ThrowIfTooLong(seconds);
                }
            },
            writesFile: false,
            cancellationToken).ConfigureAwait(false);

        var audio = collector.Finish();
        if (exitCode != 0 || audio is null)
        {
            throw new CorruptAudioException(
                $"The {Name(container)} file cannot be decoded: it is damaged, cut short, or uses a codec that is not read here. Export it again, or save it as WAV.",
                new InvalidDataException(messages));
        }

        // A player would fall silent there; a voice made of half a sentence would not be noticed.
        if (declared.Seconds is { } expected && !declared.HasPicture && audio.Seconds < expected - Math.Max(0.5, 0.01 * expected))
        {
            throw new CorruptAudioException(string.Create(
                CultureInfo.InvariantCulture,
                $"The {Name(container)} file is damaged or cut short: expected {expected:0.0} s of sound, found {audio.Seconds:0.0} s."));
        }

        return audio;
    }

    private void ThrowIfTooLong(double seconds)
    {
        if (seconds > _options.MaxSeconds)
        {
            throw PcmCollector.TooLong(seconds, _options.MaxSeconds);
        }
    }

    private UnsupportedAudioException TooLarge() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The file is larger than the allowed {_options.MaxBytes / 1_048_576.0:0.#} MiB. Give a shorter recording, or one in MP3, M4A or OGG."));

    private static string Name(AudioContainer container) => container switch
    {
        AudioContainer.Mp4 => "MP4",
        AudioContainer.Matroska => "WebM",
        AudioContainer.Ogg => "OGG",
        AudioContainer.Wma => "Windows Media",
        _ => container.ToString().ToUpperInvariant(),
    };
}

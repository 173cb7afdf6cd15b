using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Mono samples → a file of any <see cref="AudioFormat"/>, with metadata written in. WAV is written here, the others by ffmpeg under
/// the same limits as decoding. The same samples and settings give the same bytes. Safe for concurrent use.
/// </summary>
/// <remarks>
/// ffmpeg writes to a private temporary file rather than to a pipe: MP3, FLAC and M4A put the length into their first bytes when all is
/// known, and players need it. Rates that a format cannot hold are raised to the next one that it can.
/// </remarks>
public sealed class AudioEncoder
{
    private const int MaxValueLength = 32_000; // of one metadata value; the system limits the length of an argument

    private static readonly int[] Mp3Rates = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
    private static readonly int[] OpusRates = [8_000, 12_000, 16_000, 24_000, 48_000];
    private static readonly int[] AacRates = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000];

    private readonly FfmpegProcess _ffmpeg;

    /// <param name="options">Limits, and where ffmpeg is.</param>
    public AudioEncoder(AudioOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ffmpeg = new FfmpegProcess(options);
    }

    /// <summary>The whole file as bytes.</summary>
    /// <param name="audio">What to write. At least one sample, except for WAV.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="metadata">Such as title, comment, AIGC. Keys are ASCII letters, digits, underscores and dots.</param>
    /// <param name="bitRate">For MP3, Opus and M4A, in kbit/s, 8 to 320; null takes 128, 64 and 96.</param>
    /// <param name="cancellationToken">Stops the encoding.</param>
    /// <exception cref="ArgumentException">A sample is not a number, or a piece of metadata cannot be written.</exception>
    /// <exception cref="EngineUnavailableException">ffmpeg is needed and not installed, or lacks this encoder.</exception>
    public async Task<byte[]> EncodeAsync(
        AudioBuffer audio,
        AudioFormat format,
        IReadOnlyDictionary<string, string>? metadata,
        int? bitRate,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        metadata ??= new Dictionary<string, string>();
        Check(metadata);
        if (bitRate is < 8 or > 320)
        {
            throw new ArgumentOutOfRangeException(nameof(bitRate), bitRate, "Expected 8 to 320 kbit/s.");
        }

        if (format == AudioFormat.Wav)
        {
            return WavWriter.ToBytes(audio, WavSampleFormat.Pcm16, metadata);
        }

        if (audio.Samples.Length == 0)
        {
            throw new ArgumentException("There are no samples to encode.", nameof(audio));
        }

        var fitting = Resampler.Convert(audio, RateFor(format, audio.SampleRate));
        return await EncodeByFfmpegAsync(fitting, format, metadata, bitRate, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the whole file to a stream.</summary>
    /// <inheritdoc cref="EncodeAsync(AudioBuffer, AudioFormat, IReadOnlyDictionary{string, string}?, int?, CancellationToken)"/>
    /// <param name="destination">Receives the file; left open.</param>
    public async Task EncodeAsync(
        Stream destination,
        AudioBuffer audio,
        AudioFormat format,
        IReadOnlyDictionary<string, string>? metadata,
        int? bitRate,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var file = await EncodeAsync(audio, format, metadata, bitRate, cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(file, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]> EncodeByFfmpegAsync(
        AudioBuffer audio, AudioFormat format, IReadOnlyDictionary<string, string> metadata, int? bitRate, CancellationToken cancellationToken)
    {
        for (var i = 0; i < audio.Samples.Length; i++)
        {
            if (!float.IsFinite(audio.Samples[i]))
            {
                throw new ArgumentException($"Sample {i} is not a finite number.", nameof(audio));
            }
        }

        var input = MemoryMarshal.AsBytes(audio.Samples.AsSpan()).ToArray();
        using var temp = new PrivateTempFile(input.Length / 2);
        var (exitCode, messages) = await _ffmpeg.RunAsync(
            FfmpegArguments.Encode(format, audio.SampleRate, bitRate, metadata, temp.Path),
            input,
            (stream, token) => stream.CopyToAsync(Stream.Null, token),
            _ => { },
            writesFile: true,
            cancellationToken).ConfigureAwait(false);
        return exitCode == 0 && File.Exists(temp.Path)
            ? await File.ReadAllBytesAsync(temp.Path, cancellationToken).ConfigureAwait(false)
            : throw new EngineUnavailableException(
                $"ffmpeg could not write {format} (exit code {exitCode}); it may have been built without that encoder.",
                new InvalidDataException(messages));
    }

    private static int RateFor(AudioFormat format, int rate)
    {
        var held = format switch
        {
            AudioFormat.Mp3 => Mp3Rates,
            AudioFormat.Opus => OpusRates,
            AudioFormat.M4a => AacRates,
            _ => null,
        };
        if (held is null)
        {
            return rate;
        }

        var next = Array.BinarySearch(held, rate);
        return next >= 0 ? rate : held[Math.Min(~next, held.Length - 1)];
    }

    private static void Check(IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (key, value) in metadata)
        {
            if (key.Length is 0 or > 64 || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.'))
            {
                throw new ArgumentException($"The metadata key \"{key}\" may hold letters, digits, underscores and dots alone.", nameof(metadata));
            }

            if (value.Length > MaxValueLength || value.Contains('\0'))
            {
                throw new ArgumentException(
                    $"The value of the metadata key \"{key}\" is longer than {MaxValueLength} characters, or holds a zero.", nameof(metadata));
            }
        }
    }
}

using System.Globalization;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Takes the WAV that ffmpeg streams, averages its channels on the way, and stops when it grows longer than allowed, so that
/// the memory needed follows from the limit and not from the file.
/// </summary>
internal sealed class PcmCollector(double maxSeconds)
{
    private const int PieceBytes = 65_536;
    private readonly List<float[]> _pieces = [];
    private readonly byte[] _pending = new byte[PieceBytes];
    private int _pendingBytes;
    private WavLayout? _layout;
    private long _frames;

    /// <summary>Reads the stream to its end.</summary>
    /// <exception cref="UnsupportedAudioException">It is longer than allowed.</exception>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        for (int read; (read = await stream.ReadAsync(_pending.AsMemory(_pendingBytes), cancellationToken).ConfigureAwait(false)) > 0;)
        {
            _pendingBytes += read;
            Take(isLast: false);
        }

        Take(isLast: true);
    }

    /// <summary>All that came, or null where not even a header did.</summary>
    public AudioBuffer? Finish()
    {
        if (_layout is not { } layout)
        {
            return null;
        }

        var samples = new float[checked((int)_frames)];
        var at = 0;
        foreach (var piece in _pieces)
        {
            piece.CopyTo(samples, at);
            at += piece.Length;
        }

        return new AudioBuffer(samples, layout.SampleRate);
    }

    /// <summary>What is said of a recording that is too long.</summary>
    public static UnsupportedAudioException TooLong(double? seconds, double maxSeconds) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"The recording is {(seconds is { } known ? $"{known / 60:0.#} minutes long" : "longer than allowed")}; at most {maxSeconds / 60:0.#} minutes can be taken. Cut out the part that matters and give that."))
    {
        LimitSeconds = maxSeconds,
    };

    private void Take(bool isLast)
    {
        if (_layout is null)
        {
            // The header of ffmpeg's WAV is under 100 bytes; one piece is plenty.
            if (!isLast && _pendingBytes < 512)
            {
                return;
            }

            if (_pendingBytes == 0)
            {
                return;
            }

            var layout = WavReader.ReadStreamedLayout(_pending.AsSpan(0, _pendingBytes));
            _layout = layout;
            Drop(layout.DataStart);
        }

        var (channels, size) = (_layout.Value.Channels, _layout.Value.BytesPerSample);
        var frames = _pendingBytes / (channels * size);
        if (frames == 0)
        {
            return;
        }

        var mono = new float[frames];
        WavSamples.MixDown(_pending, mono, channels, size, _layout.Value.IsFloat);
        _pieces.Add(mono);
        _frames += frames;
        Drop(frames * channels * size);
        if (_frames > maxSeconds * _layout.Value.SampleRate)
        {
            throw TooLong(null, maxSeconds);
        }
    }

    private void Drop(int bytes)
    {
        _pending.AsSpan(bytes, _pendingBytes - bytes).CopyTo(_pending);
        _pendingBytes -= bytes;
    }
}

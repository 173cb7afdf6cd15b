using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Audio;

/// <summary>Turns the raw samples of a WAV file into mono samples with full scale at 1.</summary>
internal static class WavSamples
{
    // Files with integers stored as floating point exist; what lies beyond even those is no sound.
    private const double LargestSample = 65_536;

    /// <summary>Averages all channels into one.</summary>
    /// <param name="data">Interleaved samples, little-endian. At least as many as <paramref name="mono"/> needs.</param>
    /// <param name="mono">Receives one sample per frame.</param>
    /// <param name="channels">Channels per frame.</param>
    /// <param name="bytesPerSample">1 to 4 for integers (8-bit ones are unsigned), 4 or 8 for floating point.</param>
    /// <param name="isFloat">Floating point rather than integers.</param>
    /// <exception cref="CorruptAudioException">A floating point sample is not a number, or absurdly large.</exception>
    public static void MixDown(ReadOnlySpan<byte> data, Span<float> mono, int channels, int bytesPerSample, bool isFloat)
    {
        if (bytesPerSample == 2)
        {
            MixShorts(data, mono, channels);
            return;
        }

        var at = 0;
        for (var i = 0; i < mono.Length; i++)
        {
            double sum = 0;
            for (var channel = 0; channel < channels; channel++, at += bytesPerSample)
            {
                sum += isFloat ? ReadFloat(data[at..], bytesPerSample) : ReadInteger(data[at..], bytesPerSample);
            }

            var mean = sum / channels;
            if (!(Math.Abs(mean) <= LargestSample))
            {
                throw new CorruptAudioException($"The WAV file is damaged: sample {i} is not a sensible number.");
            }

            mono[i] = (float)mean;
        }
    }

    private static void MixShorts(ReadOnlySpan<byte> data, Span<float> mono, int channels)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Little-endian machines only.");
        }

        var shorts = MemoryMarshal.Cast<byte, short>(data);
        if (channels == 1)
        {
            for (var i = 0; i < mono.Length; i++)
            {
                mono[i] = shorts[i] * (1f / 32_768);
            }

            return;
        }

        var scale = 1 / (32_768.0 * channels);
        for (int i = 0, at = 0; i < mono.Length; i++)
        {
            long sum = 0;
            for (var channel = 0; channel < channels; channel++)
            {
                sum += shorts[at++];
            }

            mono[i] = (float)(sum * scale);
        }
    }

    private static double ReadFloat(ReadOnlySpan<byte> sample, int bytes) =>
        bytes == 4 ? BinaryPrimitives.ReadSingleLittleEndian(sample) : BinaryPrimitives.ReadDoubleLittleEndian(sample);

    private static double ReadInteger(ReadOnlySpan<byte> sample, int bytes) => bytes switch
    {
        1 => (sample[0] - 128) / 128.0,
        3 => ((sample[2] << 24) | (sample[1] << 16) | (sample[0] << 8)) / 2_147_483_648.0,
        _ => BinaryPrimitives.ReadInt32LittleEndian(sample) / 2_147_483_648.0,
    };
}

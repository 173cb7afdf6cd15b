using System.Buffers.Binary;

namespace VoiceWeb.Engine.Audio;

/// <summary>The headers of MPEG audio frames: just enough to recognise a stream and to see that it was cut short.</summary>
/// <remarks>Source: ISO/IEC 11172-3 and 13818-3 (layer III), 13818-7 (ADTS); the Xing tag as LAME writes it.</remarks>
internal static class MpegFrame
{
    // kbit/s by index; the lower rates belong to sampling below 32 kHz.
    private static ReadOnlySpan<short> FullRates => [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

    private static ReadOnlySpan<short> LowRates => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    private static ReadOnlySpan<int> SampleRates => [44_100, 48_000, 32_000];

    /// <summary>Whether a layer III frame starts here, and how many bytes it takes.</summary>
    public static bool TryReadLayerThree(ReadOnlySpan<byte> at, out int length)
    {
        length = 0;
        if (at.Length < 4 || at[0] != 0xFF || (at[1] & 0xE6) != 0xE2)
        {
            return false;
        }

        var version = (at[1] >> 3) & 3; // 0 = 2.5, 2 = 2, 3 = 1
        int bitRate = at[2] >> 4, sampleRate = (at[2] >> 2) & 3;
        if (version == 1 || bitRate is 0 or 15 || sampleRate == 3)
        {
            return false;
        }

        var hertz = SampleRates[sampleRate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        var bits = (version == 3 ? FullRates : LowRates)[bitRate] * 1_000;
        length = (version == 3 ? 144 : 72) * bits / hertz + ((at[2] >> 1) & 1);
        return true;
    }

    /// <summary>Whether an AAC frame with an ADTS header starts here, and how many bytes it takes.</summary>
    public static bool TryReadAdts(ReadOnlySpan<byte> at, out int length)
    {
        length = 0;
        if (at.Length < 7 || at[0] != 0xFF || (at[1] & 0xF6) != 0xF0 || ((at[2] >> 2) & 15) > 12)
        {
            return false;
        }

        length = (at[3] & 3) << 11 | at[4] << 3 | at[5] >> 5;
        return length >= 7;
    }

    /// <summary>The bytes of sound that the Xing tag in an MP3's first frame promises, counted from that frame; null where there is none.</summary>
    public static long? PromisedBytes(ReadOnlySpan<byte> firstFrame)
    {
        if (!TryReadLayerThree(firstFrame, out _))
        {
            return null;
        }

        var isFirstVersion = ((firstFrame[1] >> 3) & 3) == 3;
        var isMono = firstFrame[3] >> 6 == 3;
        var tag = 4 + (isFirstVersion ? isMono ? 17 : 32 : isMono ? 9 : 17);
        if (firstFrame.Length < tag + 16 || !(firstFrame[tag..].StartsWith("Xing"u8) || firstFrame[tag..].StartsWith("Info"u8)))
        {
            return null;
        }

        var flags = BinaryPrimitives.ReadInt32BigEndian(firstFrame[(tag + 4)..]);
        return (flags & 2) == 0
            ? null
            : BinaryPrimitives.ReadUInt32BigEndian(firstFrame[(tag + 8 + (flags & 1) * 4)..]);
    }
}

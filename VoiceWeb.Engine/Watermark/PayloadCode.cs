using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// 48-bit id, 16-bit keyed check, 256 code bits. Linear once the check is there: code word = sum (xor) over the 64 payload bits.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Tail-biting convolutional code, constraint length 15, rate 1/4, with the generators of the Galileo probe's code
/// (octal 46321 51271 63667 70535; Dolinar, "A new code for Galileo", JPL TDA Progress Report 42-93, 1988).
/// The check is AES-256 of the id under its own key, cut to 16 bits: a pseudo-random function like HMAC on so short an input,
/// but a million ids are done in a few hundredths of a second, which the ledger search needs.
/// </remarks>
internal sealed class PayloadCode
{
    /// <summary>Bits of id and check together.</summary>
    public const int PayloadBits = 64;

    /// <summary>Bits that the encoder remembers.</summary>
    public const int Memory = 14;

    /// <summary>Code bits per payload bit.</summary>
    public const int Outputs = 4;

    // Highest bit: the newest input. All four have both ends set, which makes the decoder's butterflies symmetric.
    private static readonly int[] Generators = [0b100_110_011_010_001, 0b101_001_010_111_001, 0b110_011_110_110_111, 0b111_000_101_011_101];

    private static readonly CodeWord[] Table = BuildTable(); // (8 bytes of the payload, 256 values)

    private readonly byte[] _checkKey;

    public PayloadCode(WatermarkKey key) => _checkKey = key.Derive("check");

    /// <summary>The four output bits for 14 remembered bits and one new bit (bit 14), as a number 0 to 15.</summary>
    public static int Output(int register)
    {
        var bits = 0;
        for (var g = 0; g < Outputs; g++)
        {
            bits |= (BitOperations.PopCount((uint)(register & Generators[g])) & 1) << g;
        }

        return bits;
    }

    /// <summary>The code word of a payload.</summary>
    public static CodeWord Encode(ulong payload)
    {
        var word = default(CodeWord);
        for (var i = 0; i < 8; i++)
        {
            word ^= Table[(i << 8) | (int)((payload >> (8 * i)) & 255)];
        }

        return word;
    }

    /// <summary>The code word of an id with its check.</summary>
    public CodeWord Encode(WatermarkId id) => Encode(Payload(id));

    /// <summary>Id in the low 48 bits, check in the high 16.</summary>
    public ulong Payload(WatermarkId id)
    {
        Span<ulong> payload = [id.Value];
        AddChecks(payload);
        return payload[0];
    }

    /// <summary>Whether the check of a payload fits its id.</summary>
    public bool IsValid(ulong payload, out WatermarkId id)
    {
        id = new WatermarkId(payload & ((1UL << WatermarkId.Bits) - 1));
        return Payload(id) == payload;
    }

    /// <summary>Turns ids into payloads, in place and many at a time.</summary>
    public void AddChecks(Span<ulong> ids)
    {
        using var aes = Aes.Create();
        aes.Key = _checkKey;
        const int Chunk = 4096;
        var blocks = new byte[Math.Min(Chunk, ids.Length) * 16];
        for (var start = 0; start < ids.Length; start += Chunk)
        {
            var part = ids.Slice(start, Math.Min(Chunk, ids.Length - start));
            var used = blocks.AsSpan(0, part.Length * 16);
            used.Clear();
            for (var i = 0; i < part.Length; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(used[(16 * i)..], part[i]);
            }

            aes.EncryptEcb(used, used, PaddingMode.None);
            for (var i = 0; i < part.Length; i++)
            {
                part[i] |= (ulong)BinaryPrimitives.ReadUInt16LittleEndian(used[(16 * i)..]) << WatermarkId.Bits;
            }
        }
    }

    private static CodeWord[] BuildTable()
    {
        var table = new CodeWord[8 * 256];
        for (var position = 0; position < 8; position++)
        {
            for (var value = 0; value < 256; value++)
            {
                table[(position << 8) | value] = Convolve((ulong)value << (8 * position));
            }
        }

        return table;
    }

    // Tail-biting: the register starts with the last bits, so the code has neither a beginning nor an end to waste bits on.
    private static CodeWord Convolve(ulong payload)
    {
        Span<ulong> words = stackalloc ulong[4];
        words.Clear();
        for (var step = 0; step < PayloadBits; step++)
        {
            // Bit 14 is the payload bit of this step, bit 13 the one before, and so on around.
            var register = 0;
            for (var back = 0; back <= Memory; back++)
            {
                register |= (int)((payload >> ((step - back) & 63)) & 1) << (Memory - back);
            }

            var output = Output(register);
            var first = step * Outputs;
            words[first >> 6] |= (ulong)output << (first & 63);
        }

        return new CodeWord(words[0], words[1], words[2], words[3]);
    }
}

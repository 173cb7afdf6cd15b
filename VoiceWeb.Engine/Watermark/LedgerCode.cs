using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// The issued ids as a code: the only words that can be true. Finds the id whose code word fits soft bits best. Thread-safe.
/// </summary>
/// <remarks>
/// A choice among a million ids needs 20 bits of evidence where a blind reading needs 64, which is worth about 5 dB.
/// A correlation is 32 look-ups, one per byte of the word, in tables that stay in the first cache.
/// </remarks>
internal sealed class LedgerCode
{
    private readonly ulong[] _payloads;
    private readonly CodeWord[] _words;

    public LedgerCode(PayloadCode code, IReadOnlyList<WatermarkId> ids)
    {
        _payloads = new ulong[ids.Count];
        for (var i = 0; i < _payloads.Length; i++)
        {
            _payloads[i] = ids[i].Value;
        }

        code.AddChecks(_payloads);
        _words = Array.ConvertAll(_payloads, PayloadCode.Encode);
    }

    /// <summary>Number of ids.</summary>
    public int Count => _words.Length;

    /// <summary>The best fitting id and its z.</summary>
    /// <param name="soft">256 soft bits.</param>
    /// <returns>The id, or null when the ledger is empty or the soft bits are.</returns>
    public (WatermarkId Id, double Z)? Best(ReadOnlySpan<float> soft)
    {
        var energy = Lanes.Dot(soft, soft);
        if (_words.Length == 0 || energy <= 0)
        {
            return null;
        }

        var tables = BuildTables(soft);
        var bytes = MemoryMarshal.AsBytes(_words.AsSpan());
        var best = float.NegativeInfinity;
        var bestIndex = 0;
        ref var table = ref MemoryMarshal.GetArrayDataReference(tables);
        for (var i = 0; i < _words.Length; i++)
        {
            var word = bytes.Slice(i * 32, 32);
            float even = 0, odd = 0;
            for (var k = 0; k < 32; k += 2)
            {
                even += Unsafe.Add(ref table, (k << 8) | word[k]);
                odd += Unsafe.Add(ref table, ((k + 1) << 8) | word[k + 1]);
            }

            if (even + odd > best)
            {
                best = even + odd;
                bestIndex = i;
            }
        }

        return (new WatermarkId(_payloads[bestIndex] & ((1UL << WatermarkId.Bits) - 1)), best / Math.Sqrt(energy));
    }

    // Entry (k, v): what byte k of a word adds to the correlation when it is v.
    private static float[] BuildTables(ReadOnlySpan<float> soft)
    {
        var tables = new float[32 * 256];
        for (var k = 0; k < 32; k++)
        {
            for (var value = 0; value < 256; value++)
            {
                var sum = 0f;
                for (var bit = 0; bit < 8; bit++)
                {
                    sum += ((value >> bit) & 1) == 0 ? soft[(8 * k) + bit] : -soft[(8 * k) + bit];
                }

                tables[(k << 8) | value] = sum;
            }
        }

        return tables;
    }
}

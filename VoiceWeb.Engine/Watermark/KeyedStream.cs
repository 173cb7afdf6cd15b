using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VoiceWeb.Engine.Watermark;

/// <summary>Random choices that only the holder of a key can repeat: AES-256 in counter mode. Not thread-safe.</summary>
internal sealed class KeyedStream : IDisposable
{
    private readonly Aes _aes;
    private readonly byte[] _counter = new byte[16];
    private readonly byte[] _block = new byte[16];
    private ulong _next;
    private int _used = 16;

    public KeyedStream(byte[] key)
    {
        _aes = Aes.Create();
        _aes.Key = key;
    }

    public uint NextUInt32()
    {
        if (_used == 16)
        {
            BinaryPrimitives.WriteUInt64BigEndian(_counter.AsSpan(8), _next++);
            _aes.EncryptEcb(_counter, _block, PaddingMode.None);
            _used = 0;
        }

        var value = BinaryPrimitives.ReadUInt32BigEndian(_block.AsSpan(_used));
        _used += 4;
        return value;
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1, all equally likely.</summary>
    public int NextBelow(int limit)
    {
        // The incomplete last stretch of the 32-bit range is thrown away, else small numbers would be favoured.
        var fair = uint.MaxValue - (uint.MaxValue % (uint)limit);
        uint value;
        do
        {
            value = NextUInt32();
        }
        while (value >= fair);
        return (int)(value % (uint)limit);
    }

    /// <summary>+1 or -1.</summary>
    public float NextSign() => (NextUInt32() & 1) == 0 ? 1 : -1;

    /// <summary>Fisher-Yates: every order equally likely.</summary>
    public void Shuffle(Span<int> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    public void Dispose() => _aes.Dispose();
}

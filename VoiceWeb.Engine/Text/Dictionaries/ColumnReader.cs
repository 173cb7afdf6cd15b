using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.Text.Dictionaries;

/// <summary>Reads the columns of a compiled dictionary in the order in which they were written. Little-endian machines.</summary>
internal ref struct ColumnReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public int Int() => Ints(1)[0];

    /// <summary>32-bit numbers without padding.</summary>
    public ReadOnlySpan<int> Ints(int count) => MemoryMarshal.Cast<byte, int>(Take(4 * count));

    /// <summary>A column of 32-bit numbers, padded to 8 bytes.</summary>
    public int[] IntColumn(int count) => MemoryMarshal.Cast<byte, int>(TakePadded(4 * count)).ToArray();

    /// <summary>A column of 16-bit numbers, padded to 8 bytes.</summary>
    public ushort[] ShortColumn(int count) => MemoryMarshal.Cast<byte, ushort>(TakePadded(2 * count)).ToArray();

    /// <summary>A column of bytes, padded to 8.</summary>
    public byte[] ByteColumn(int count) => TakePadded(count).ToArray();

    public double[] DoubleColumn(int count) => MemoryMarshal.Cast<byte, double>(Take(8 * count)).ToArray();

    /// <summary>Words as one text, and where each starts; the last entry is the length of the text.</summary>
    public (char[] Text, int[] Starts) Words(int count)
    {
        var units = Int();
        var lengths = TakePadded(count);
        var starts = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            starts[i + 1] = starts[i] + lengths[i];
        }

        return (MemoryMarshal.Cast<byte, char>(TakePadded(2 * units)).ToArray(), starts);
    }

    /// <summary>A small table of strings with its count before it.</summary>
    public string[] Strings()
    {
        var count = Int();
        var (text, starts) = Words(count);
        var strings = new string[count];
        for (var i = 0; i < count; i++)
        {
            strings[i] = new string(text, starts[i], starts[i + 1] - starts[i]);
        }

        return strings;
    }

    /// <summary>The bytes that are left, without padding.</summary>
    public byte[] Bytes(int count) => Take(count).ToArray();

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private ReadOnlySpan<byte> TakePadded(int length)
    {
        var taken = Take(length);
        Take(-length & 7);
        return taken;
    }
}

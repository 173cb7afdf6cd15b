using System.Buffers.Binary;
using System.IO.Compression;

namespace VoiceWeb.Engine.Text.Dictionaries;

/// <summary>A compiled dictionary inside the engine's assembly: a 4-byte length, then one zlib stream of that many bytes.</summary>
/// <remarks>Written by <c>tools/text/compile_dictionaries.py</c>.</remarks>
internal static class DictionaryResource
{
    /// <summary>Unpacks a dictionary.</summary>
    /// <param name="name">File name without extension, such as <c>zh-words</c>.</param>
    /// <exception cref="InvalidDataException">The assembly was built without it, or it is damaged.</exception>
    public static byte[] Open(string name)
    {
        using var packed = typeof(DictionaryResource).Assembly.GetManifestResourceStream($"VoiceWeb.Engine.Text.Data.{name}.bin")
            ?? throw new InvalidDataException($"The dictionary '{name}' is not in this build of the engine.");
        Span<byte> header = stackalloc byte[4];
        packed.ReadExactly(header);
        var bytes = new byte[BinaryPrimitives.ReadInt32LittleEndian(header)];
        using var plain = new ZLibStream(packed, CompressionMode.Decompress);
        plain.ReadExactly(bytes);
        return bytes;
    }
}

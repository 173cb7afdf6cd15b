using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VoiceWeb.Storage;

/// <summary>
/// How a sealed file is laid out: <c>VWB1</c>, the length of the wrapped key (2 bytes, little-endian), the wrapped key, then chunks
/// of up to 64 KiB, each a 16-byte tag and its ciphertext under AES-256-GCM.
/// </summary>
/// <remarks>
/// The key is drawn for each file and never used for another, so the nonce may be the chunk's number and whether it is the last one
/// (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The file's name is authenticated along with every
/// chunk. Hence no chunk can be altered, dropped, doubled, swapped or cut off, and no file renamed, without being noticed.
/// </remarks>
internal static class SealedFormat
{
    public const int ChunkBytes = 64 * 1024;
    public const int TagBytes = 16;
    public const int KeyBytes = 32;
    public const int PrefixBytes = 6;

    private const int NonceBytes = 12;

    private static ReadOnlySpan<byte> Magic => "VWB1"u8;

    /// <summary>Bytes before the first chunk.</summary>
    public static byte[] Header(byte[] wrappedKey)
    {
        var header = new byte[PrefixBytes + wrappedKey.Length];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), checked((ushort)wrappedKey.Length));
        wrappedKey.CopyTo(header, PrefixBytes);
        return header;
    }

    /// <summary>Length of the wrapped key, or null when the bytes do not begin as a sealed file.</summary>
    public static int? WrappedKeyLength(ReadOnlySpan<byte> prefix) =>
        prefix.StartsWith(Magic) ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[4..]) : null;

    /// <summary>Seals one chunk: writes tag and ciphertext.</summary>
    /// <param name="sealedChunk">Receives <see cref="TagBytes"/> more bytes than <paramref name="plain"/> has.</param>
    public static void Seal(AesGcm cipher, Guid id, long index, bool last, ReadOnlySpan<byte> plain, Span<byte> sealedChunk)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, index, last);
        Span<byte> name = stackalloc byte[16];
        id.TryWriteBytes(name);
        cipher.Encrypt(nonce, plain, sealedChunk[TagBytes..], sealedChunk[..TagBytes], name);
    }

    /// <summary>Opens one chunk.</summary>
    /// <exception cref="AuthenticationTagMismatchException">It is not what was sealed at this place.</exception>
    public static void Open(AesGcm cipher, Guid id, long index, bool last, ReadOnlySpan<byte> sealedChunk, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        WriteNonce(nonce, index, last);
        Span<byte> name = stackalloc byte[16];
        id.TryWriteBytes(name);
        cipher.Decrypt(nonce, sealedChunk[TagBytes..], sealedChunk[..TagBytes], plain, name);
    }

    private static void WriteNonce(Span<byte> nonce, long index, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, index);
        nonce[8] = last ? (byte)1 : (byte)0;
    }
}

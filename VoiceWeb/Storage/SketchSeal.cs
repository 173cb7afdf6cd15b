using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using VoiceWeb.Data;

namespace VoiceWeb.Storage;

/// <summary>
/// Seals the sketches in the database: <c>VWS1</c>, nonce, tag, ciphertext under AES-256-GCM, bound to the mark that the sketch belongs to.
/// One key for all, kept beside the other keys and sealed by them, since a search opens a hundred thousand. Thread-safe.
/// </summary>
public sealed class SketchSeal
{
    private const string FileName = "sketch.key";
    private const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;
    private const int HeadBytes = 4 + NonceBytes + TagBytes;

    private readonly Lazy<byte[]> _key;

    /// <param name="directory">Holds the folder of keys. The key is drawn when it is first needed.</param>
    /// <param name="protection">Seals the key.</param>
    public SketchSeal(DataDirectory directory, IDataProtectionProvider protection) => _key = new(() => SealedKeyFile.LoadOrMake(
        Path.Combine(StorageFeature.KeysDirectory(directory).FullName, FileName),
        protection.CreateProtector("VoiceWeb.SketchKey.v1"),
        () => RandomNumberGenerator.GetBytes(KeyBytes)));

    private static ReadOnlySpan<byte> Magic => "VWS1"u8;

    /// <summary>The sealed form of a sketch.</summary>
    /// <param name="markId">The mark of its rendering.</param>
    /// <param name="plain">Its bytes.</param>
    /// <exception cref="CryptographicException">The key cannot be opened.</exception>
    public byte[] Seal(long markId, ReadOnlySpan<byte> plain)
    {
        var content = new byte[HeadBytes + plain.Length];
        Magic.CopyTo(content);
        var nonce = content.AsSpan(4, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key.Value, TagBytes);
        cipher.Encrypt(nonce, plain, content.AsSpan(HeadBytes), content.AsSpan(4 + NonceBytes, TagBytes), Bound(markId));
        return content;
    }

    /// <summary>Undoes <see cref="Seal"/>.</summary>
    /// <exception cref="CryptographicException">It is not what was sealed for this mark, or the key cannot be opened.</exception>
    public byte[] Open(long markId, ReadOnlySpan<byte> content)
    {
        if (!IsSealed(content))
        {
            throw new CryptographicException("This is no sealed sketch.");
        }

        var plain = new byte[content.Length - HeadBytes];
        using var cipher = new AesGcm(_key.Value, TagBytes);
        cipher.Decrypt(content.Slice(4, NonceBytes), content[HeadBytes..], content.Slice(4 + NonceBytes, TagBytes), plain, Bound(markId));
        return plain;
    }

    /// <summary>Whether bytes have the sealed form.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> content) => content.Length >= HeadBytes && content.StartsWith(Magic);

    private static byte[] Bound(long markId)
    {
        var bound = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bound, markId);
        return bound;
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VoiceWeb.Engine.Labels;

/// <summary>
/// Signs labels and reads the signatures: ECDSA on P-256 over the label's fields, the time and the SHA-256 of the coded sound. The
/// signature stands in <see cref="AigcLabel.ReservedCode1"/> as <c>VW1.key.time.sound.signature</c>: the key's name (16 hexadecimal
/// digits, the start of SHA-256 of the public key), seconds since 1970 in ten digits, hash and signature in base64url. Thread-safe.
/// </summary>
/// <remarks>
/// It has the same length whatever it signs, so that a file can be made with a placeholder and completed in place. With the public key
/// anybody can check it; the hash inside tells a label that was carried to another sound from one that was altered.
/// </remarks>
public sealed class LabelSeal : IDisposable
{
    private const string Version = "VW1";
    private readonly ECDsa _key;

    /// <param name="key">A private key on P-256; owned from here on.</param>
    public LabelSeal(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.KeySize != 256)
        {
            throw new ArgumentException($"Labels are signed on P-256; this key has {key.KeySize} bits.", nameof(key));
        }

        _key = key;
        KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
        PublicKeyPem = key.ExportSubjectPublicKeyInfoPem();
        Placeholder = Token(DateTimeOffset.UnixEpoch, new string('A', 43), new string('A', 86));
    }

    /// <summary>Name of the key. Not secret.</summary>
    public string KeyId { get; }

    /// <summary>What others need to check signatures.</summary>
    public string PublicKeyPem { get; }

    /// <summary>Stands in for the signature until the sound is coded.</summary>
    public string Placeholder { get; }

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();

    /// <summary>The label with its signature.</summary>
    /// <param name="label">What to sign; its <see cref="AigcLabel.ReservedCode1"/> is replaced.</param>
    /// <param name="soundSha256">SHA-256 of the coded sound, 32 bytes; see <see cref="LabelledFile.SoundSha256"/>.</param>
    /// <param name="at">When. Whole seconds are kept.</param>
    public AigcLabel Sign(AigcLabel label, ReadOnlySpan<byte> soundSha256, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(label);
        var sound = Base64Url.EncodeToString(soundSha256);
        lock (_key)
        {
            var signature = _key.SignData(Signed(label, at.ToUnixTimeSeconds(), sound), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            return label with { ReservedCode1 = Token(at, sound, Base64Url.EncodeToString(signature)) };
        }
    }

    /// <summary>Checks the signature in a label.</summary>
    /// <param name="label">The label as found.</param>
    /// <param name="soundSha256">SHA-256 of the coded sound that it was found with; null when it cannot be told.</param>
    /// <param name="at">When it was signed, if it was by us.</param>
    public SealVerdict Check(AigcLabel label, ReadOnlySpan<byte> soundSha256, out DateTimeOffset? at)
    {
        ArgumentNullException.ThrowIfNull(label);
        at = null;
        var parts = label.ReservedCode1.Split('.');
        if (parts.Length != 5 || parts[0] != Version)
        {
            return SealVerdict.Absent;
        }

        if (parts[1] != KeyId)
        {
            return SealVerdict.UnknownKey;
        }

        var signature = new byte[64];
        if (!long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            || parts[4].Length != 86
            || !Base64Url.TryDecodeFromChars(parts[4], signature, out var written) || written != signature.Length
            || !Verifies(Signed(label, seconds, parts[3]), signature))
        {
            return SealVerdict.Forged;
        }

        at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return parts[3] == Base64Url.EncodeToString(soundSha256) ? SealVerdict.Genuine : SealVerdict.OtherSound;
    }

    /// <summary>Signs any text of this installation, such as a report. Base64.</summary>
    public string SignText(string text)
    {
        lock (_key)
        {
            return Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
    }

    private bool Verifies(byte[] signed, byte[] signature)
    {
        lock (_key)
        {
            return _key.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    // No value can hold a line feed, so no two different labels give the same text.
    private byte[] Signed(AigcLabel label, long seconds, string sound) => Encoding.UTF8.GetBytes(string.Join(
        '\n', "VoiceWeb label 1", KeyId, seconds.ToString("d10", CultureInfo.InvariantCulture), sound,
        label.Label, label.ContentProducer, label.ProduceID, label.ContentPropagator, label.PropagateID, label.ReservedCode2));

    private string Token(DateTimeOffset at, string sound, string signature) =>
        $"{Version}.{KeyId}.{at.ToUnixTimeSeconds().ToString("d10", CultureInfo.InvariantCulture)}.{sound}.{signature}";
}

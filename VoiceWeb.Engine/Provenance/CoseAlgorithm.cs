using System.Formats.Cbor;
using System.Security.Cryptography;

namespace VoiceWeb.Engine.Provenance;

/// <summary>How COSE (RFC 9052, 9053) names the ways of signing that we read and write, and what is signed.</summary>
/// <param name="Number">Name of the algorithm in COSE's registry.</param>
/// <param name="Hash">What is signed is hashed with it.</param>
internal sealed record CoseAlgorithm(int Number, HashAlgorithmName Hash)
{
    public const CborTag Sign1Tag = (CborTag)18;
    public const int AlgorithmHeader = 1;
    public const int ChainHeader = 33; // x5chain, RFC 9360

    private static readonly CoseAlgorithm Es256 = new(-7, HashAlgorithmName.SHA256);
    private static readonly CoseAlgorithm Es384 = new(-35, HashAlgorithmName.SHA384);
    private static readonly CoseAlgorithm Es512 = new(-36, HashAlgorithmName.SHA512);

    /// <summary>The algorithm for an ECDSA key; null for none.</summary>
    /// <param name="bits">Size of its curve.</param>
    public static CoseAlgorithm? ForKey(int bits) => bits switch { 256 => Es256, 384 => Es384, 521 => Es512, _ => null };

    /// <summary>The algorithm of a number; null when it is none that we read.</summary>
    public static CoseAlgorithm? Numbered(int number) => Array.Find([Es256, Es384, Es512], algorithm => algorithm.Number == number);

    /// <summary>Sig_structure (RFC 9052, 4.4): what a signature is made over.</summary>
    /// <param name="headers">The protected headers, as they stand.</param>
    /// <param name="payload">What is signed.</param>
    public static byte[] Signed(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(headers);
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }
}

using System.Formats.Cbor;

namespace VoiceWeb.Engine.Provenance;

/// <summary>What a claim (C2PA 2.4, 10; versions 1 and 2) says of its assertions.</summary>
/// <param name="HashAlgorithm">With which they are hashed.</param>
/// <param name="Assertions">Their labels and hashes.</param>
/// <param name="Signature">Address of the claim's signature; null when it names none.</param>
internal sealed record ClaimStatement(string HashAlgorithm, IReadOnlyList<(string Label, ReadOnlyMemory<byte> Hash)> Assertions, string? Signature)
{
    private const string Sha256 = "sha256";

    /// <summary>Reads a claim.</summary>
    /// <exception cref="CborContentException">It is no CBOR.</exception>
    /// <exception cref="InvalidOperationException">It is laid out otherwise.</exception>
    public static ClaimStatement Read(ReadOnlyMemory<byte> cbor)
    {
        var algorithm = Sha256;
        string? signature = null;
        var assertions = new List<(string, ReadOnlyMemory<byte>)>();
        var reader = new CborReader(cbor);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (reader.ReadTextString())
            {
                case "alg":
                    algorithm = reader.ReadTextString();
                    break;
                case "signature":
                    signature = reader.ReadTextString();
                    break;
                case "created_assertions" or "gathered_assertions" or "assertions":
                    ReadAssertions(reader, assertions, ref algorithm);
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return new ClaimStatement(algorithm, assertions, signature);
    }

    private static void ReadAssertions(CborReader reader, List<(string, ReadOnlyMemory<byte>)> assertions, ref string algorithm)
    {
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            string? url = null;
            byte[]? hash = null;
            reader.ReadStartMap();
            while (reader.PeekState() != CborReaderState.EndMap)
            {
                switch (reader.ReadTextString())
                {
                    case "url":
                        url = reader.ReadTextString();
                        break;
                    case "hash":
                        hash = reader.ReadByteString();
                        break;
                    case "alg":
                        algorithm = reader.ReadTextString() is Sha256 ? algorithm : "other";
                        break;
                    default:
                        reader.SkipValue();
                        break;
                }
            }

            reader.ReadEndMap();
            if (url is null || hash is null)
            {
                throw new InvalidManifestException("The claim names an assertion without address or hash.");
            }

            assertions.Add((url[(url.LastIndexOf('/') + 1)..], hash));
        }

        reader.ReadEndArray();
    }
}

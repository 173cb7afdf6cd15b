using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VoiceWeb.Engine.Provenance;

/// <summary>
/// Reads content credentials in WAV, MP3 and FLAC and checks them: the signature over the claim, the hashes of the claim's assertions, the
/// hash of the file. It asks nobody whether the certificate is to be trusted. Damaged ones give a verdict; nothing is thrown for them.
/// </summary>
public static class ManifestReader
{
    /// <summary>Reads the active manifest of a file.</summary>
    public static ManifestFinding Read(ReadOnlySpan<byte> file)
    {
        if (ManifestPlace.Find(file) is not { } place)
        {
            return ManifestFinding.None;
        }

        try
        {
            return Examine(file, JumbfBox.Read(file.Slice(place.StoreAt, place.StoreLength).ToArray()));
        }
        catch (Exception broken) when (broken is InvalidManifestException or CborContentException or InvalidOperationException
            or CryptographicException or FormatException or OverflowException)
        {
            return new ManifestFinding(ManifestVerdict.Broken, null, default, false, broken.Message);
        }
    }

    private static ManifestFinding Examine(ReadOnlySpan<byte> file, JumbfBox store)
    {
        // The last manifest is the active one; earlier ones are those of ingredients.
        var manifest = store.Boxes.LastOrDefault(box => box.Type is "c2ma" or "c2um") ?? throw new InvalidManifestException("There is no manifest in the store.");
        var claim = Single(manifest, "c2cl", "c2pa.claim", "c2pa.claim.v2");
        var statement = ClaimStatement.Read(claim.Cbor);
        var (headers, signature) = Cose(Single(manifest, "c2cs", "c2pa.signature").Cbor);
        if (store is not { Type: "c2pa", Label: "c2pa" } || statement.Signature is not { } place
            || (place != "self#jumbf=c2pa.signature" && place != $"self#jumbf=/c2pa/{manifest.Label}/c2pa.signature"))
        {
            throw new InvalidManifestException("The claim names another signature than the one in its manifest.");
        }

        var (algorithm, certificate) = Headers(headers);
        using (certificate)
        {
            var signer = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            using var key = certificate.GetECDsaPublicKey();
            if (algorithm is null || key is null || statement.HashAlgorithm != "sha256")
            {
                return Found(ManifestVerdict.Unreadable, "Signed or hashed in a way that is not read here.", false);
            }

            if (!key.VerifyData(CoseAlgorithm.Signed(headers, claim.Cbor.Span), signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
            {
                return Found(ManifestVerdict.Broken, "The signature is not the certificate's for this claim.", false);
            }

            var assertions = Single(manifest, "c2as", "c2pa.assertions").Boxes;
            foreach (var (label, hash) in statement.Assertions)
            {
                if (assertions.SingleOrDefault(box => box.Label == label) is not { } assertion || !SHA256.HashData(assertion.Content).AsSpan().SequenceEqual(hash.Span))
                {
                    return Found(ManifestVerdict.Broken, $"The assertion {label} is not the one that was signed.", false);
                }
            }

            // Only what the claim names counts: whatever else lies in the store was not signed.
            var named = assertions.Where(box => statement.Assertions.Any(assertion => assertion.Label == box.Label)).ToList();
            var generated = named.Any(box => box.Label.StartsWith("c2pa.actions", StringComparison.Ordinal) && ActionsStatement.SaysGenerated(box.Cbor));
            return named.Find(box => box.Label == "c2pa.hash.data") is not { } bytes ? Found(ManifestVerdict.Unreadable, "Bound to the file in a way that is not read here.", generated)
                : DataHashStatement.Read(bytes.Cbor).Holds(file) ? Found(ManifestVerdict.Genuine, null, generated)
                : Found(ManifestVerdict.OtherFile, "They were signed for other bytes.", generated);

            ManifestFinding Found(ManifestVerdict verdict, string? fault, bool generated) => new(verdict, signer, certificate.RawData, generated, fault);
        }
    }

    private static JumbfBox Single(JumbfBox manifest, string type, params IReadOnlyList<string> labels)
    {
        var boxes = manifest.Boxes.Where(box => box.Type == type).ToList();
        return boxes.Count == 1 && labels.Contains(boxes[0].Label) ? boxes[0] : throw new InvalidManifestException($"Expected one box {labels[0]} in the manifest.");
    }

    private static (byte[] Headers, byte[] Signature) Cose(ReadOnlyMemory<byte> cbor)
    {
        var reader = new CborReader(cbor);
        if (reader.PeekState() == CborReaderState.Tag && reader.ReadTag() != CoseAlgorithm.Sign1Tag || reader.ReadStartArray() != 4)
        {
            throw new InvalidManifestException("The signature is no COSE_Sign1.");
        }

        var headers = reader.ReadByteString();
        reader.SkipValue(); // unprotected headers: padding and time stamps
        reader.ReadNull(); // the payload, which is the claim
        return (headers, reader.ReadByteString());
    }

    private static (CoseAlgorithm? Algorithm, X509Certificate2 Certificate) Headers(byte[] headers)
    {
        CoseAlgorithm? algorithm = null;
        byte[]? certificate = null;
        var reader = new CborReader(headers);
        for (var left = reader.ReadStartMap(); reader.PeekState() != CborReaderState.EndMap; left--)
        {
            if (reader.PeekState() is not (CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger))
            {
                reader.SkipValue();
                reader.SkipValue();
                continue;
            }

            switch (reader.ReadInt32())
            {
                case CoseAlgorithm.AlgorithmHeader:
                    algorithm = CoseAlgorithm.Numbered(reader.ReadInt32());
                    break;
                case CoseAlgorithm.ChainHeader:
                    certificate = First(reader);
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return (algorithm, X509CertificateLoader.LoadCertificate(certificate ?? throw new InvalidManifestException("There is no certificate beside the signature.")));
    }

    private static byte[] First(CborReader reader)
    {
        if (reader.PeekState() != CborReaderState.StartArray)
        {
            return reader.ReadByteString();
        }

        reader.ReadStartArray();
        var first = reader.ReadByteString();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            reader.SkipValue();
        }

        reader.ReadEndArray();
        return first;
    }
}

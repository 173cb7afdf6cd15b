using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VoiceWeb.Engine.Provenance;

/// <summary>
/// The certificate that content credentials are signed with, its issuers and its private key. Signs as COSE_Sign1 (RFC 9052) with ECDSA.
/// Thread-safe.
/// </summary>
public sealed class ContentCertificate : IDisposable
{
    private readonly X509Certificate2Collection _chain;
    private readonly ECDsa _key;
    private readonly CoseAlgorithm _algorithm;

    /// <param name="chain">The signer's certificate first, then its issuers without the root; owned from here on.</param>
    /// <param name="key">The private key of the first; owned from here on.</param>
    /// <exception cref="ArgumentException">There is no certificate, the key is not its own, or its curve is none that is allowed.</exception>
    public ContentCertificate(X509Certificate2Collection chain, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(key);
        if (chain.Count == 0)
        {
            throw new ArgumentException("The file holds no certificate.", nameof(chain));
        }

        using var publicKey = chain[0].GetECDsaPublicKey()
            ?? throw new ArgumentException("The first certificate has no ECDSA key. Content credentials are signed with ECDSA on P-256, P-384 or P-521.", nameof(chain));
        if (!publicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
        {
            throw new ArgumentException("The private key does not belong to the first certificate in the file.", nameof(key));
        }

        _algorithm = CoseAlgorithm.ForKey(key.KeySize)
            ?? throw new ArgumentException($"An ECDSA key of {key.KeySize} bits cannot sign content credentials. Use P-256, P-384 or P-521.", nameof(key));
        _chain = chain;
        _key = key;
    }

    /// <summary>Whom the certificate names.</summary>
    public string Subject => _chain[0].GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <summary>From when it is valid.</summary>
    public DateTimeOffset ValidFrom => _chain[0].NotBefore;

    /// <summary>Until when it is valid.</summary>
    public DateTimeOffset ValidUntil => _chain[0].NotAfter;

    /// <summary>What validators will object to, by stable name: <c>selfSigned</c>, <c>authority</c>, <c>keyUsage</c>, <c>purpose</c>; empty when nothing.</summary>
    public IReadOnlyList<string> Objections => [.. ObjectionsTo(_chain[0])];

    /// <summary>Whether this is a certificate, given in DER.</summary>
    public bool Is(ReadOnlySpan<byte> certificate) => certificate.SequenceEqual(_chain[0].RawData);

    /// <inheritdoc />
    public void Dispose()
    {
        _key.Dispose();
        foreach (var certificate in _chain)
        {
            certificate.Dispose();
        }
    }

    /// <summary>COSE_Sign1 with the payload left out, the certificates in its protected header.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> payload)
    {
        var headers = Headers();
        byte[] signature;
        lock (_key)
        {
            signature = _key.SignData(CoseAlgorithm.Signed(headers, payload), _algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        var cose = new CborWriter(CborConformanceMode.Canonical);
        cose.WriteTag(CoseAlgorithm.Sign1Tag);
        cose.WriteStartArray(4);
        cose.WriteByteString(headers);
        cose.WriteStartMap(0);
        cose.WriteEndMap();
        cose.WriteNull();
        cose.WriteByteString(signature);
        cose.WriteEndArray();
        return cose.Encode();
    }

    private byte[] Headers()
    {
        var headers = new CborWriter(CborConformanceMode.Canonical);
        headers.WriteStartMap(2);
        headers.WriteInt32(CoseAlgorithm.AlgorithmHeader);
        headers.WriteInt32(_algorithm.Number);
        headers.WriteInt32(CoseAlgorithm.ChainHeader);
        if (_chain.Count == 1)
        {
            headers.WriteByteString(_chain[0].RawData);
        }
        else
        {
            headers.WriteStartArray(_chain.Count);
            foreach (var certificate in _chain)
            {
                headers.WriteByteString(certificate.RawData);
            }

            headers.WriteEndArray();
        }

        headers.WriteEndMap();
        return headers.Encode();
    }

    // C2PA's profile of X.509: not its own issuer, no authority, may sign, for e-mail or documents.
    private static IEnumerable<string> ObjectionsTo(X509Certificate2 certificate)
    {
        if (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
        {
            yield return "selfSigned";
        }

        if (certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority))
        {
            yield return "authority";
        }

        if (!certificate.Extensions.OfType<X509KeyUsageExtension>().Any(usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature)))
        {
            yield return "keyUsage";
        }

        string[] purposes = ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.62558.2.1"]; // e-mail, document signing, C2PA claim signing
        if (!certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(use => use.EnhancedKeyUsages.Cast<Oid>().Any(oid => purposes.Contains(oid.Value))))
        {
            yield return "purpose";
        }
    }
}

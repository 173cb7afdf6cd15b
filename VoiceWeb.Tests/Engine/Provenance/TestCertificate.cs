using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VoiceWeb.Engine.Provenance;

namespace VoiceWeb.Tests.Engine.Provenance;

/// <summary>An authority of the tests and a certificate that it has given to a school, as an operator would have them.</summary>
internal static class TestCertificate
{
    /// <summary>The certificates in PEM, the signer's first.</summary>
    /// <param name="until">Until when the signer's is valid.</param>
    /// <param name="curve">Of its key.</param>
    public static (string Chain, string Key) Pem(DateTimeOffset until, ECCurve? curve = null)
    {
        var from = until.AddDays(-400);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Authority of the tests", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, false));
        using var issuer = authority.CreateSelfSigned(from, until.AddDays(1));

        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        var school = new CertificateRequest("CN=Lakeside School, O=Lakeside School", key, HashAlgorithmName.SHA256);
        school.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        school.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        school.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.4")], true));
        school.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(school.PublicKey, false));
        school.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        using var signer = school.Create(issuer, from, until, [1, 2, 3, 4]);
        return (signer.ExportCertificatePem() + "\n" + issuer.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Ready to sign.</summary>
    public static ContentCertificate Load(ECCurve? curve = null)
    {
        var (chain, key) = Pem(new DateTimeOffset(2027, 11, 23, 0, 0, 0, TimeSpan.Zero), curve);
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(chain);
        var secret = ECDsa.Create();
        secret.ImportFromPem(key);
        return new ContentCertificate(certificates, secret);
    }
}

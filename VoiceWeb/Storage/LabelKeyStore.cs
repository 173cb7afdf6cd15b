using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using VoiceWeb.Data;
using VoiceWeb.Engine.Labels;

namespace VoiceWeb.Storage;

/// <summary>
/// The key that labels, reports and roots of the trail are signed with: made at the first start, kept beside the other keys and sealed
/// by them. Signatures made with a lost key can still be checked with its public key, which every export names.
/// </summary>
public sealed class LabelKeyStore(DataDirectory directory, IDataProtectionProvider protection)
{
    private const string FileName = "label.key";

    /// <summary>The key of this installation; made when there is none yet.</summary>
    /// <exception cref="CryptographicException">There is one that this installation's data-protection keys cannot open.</exception>
    public LabelSeal Load()
    {
        var path = Path.Combine(StorageFeature.KeysDirectory(directory).FullName, FileName);
        var pkcs8 = SealedKeyFile.LoadOrMake(path, protection.CreateProtector("VoiceWeb.LabelKey.v1"), () =>
        {
            using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return fresh.ExportPkcs8PrivateKey();
        });
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new LabelSeal(key);
    }
}

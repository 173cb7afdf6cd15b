using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using VoiceWeb.Data;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Storage;

/// <summary>
/// The keys that marks are made and read with: the first is drawn at the first start, and all are kept beside the data-protection keys
/// and sealed by them. Lost with a key is the ability to read every mark made with it, so none is ever replaced, only followed by another.
/// </summary>
public sealed class WatermarkKeyStore(DataDirectory directory, IDataProtectionProvider protection)
{
    private const string FileName = "watermark.key";

    private string FilePath => Path.Combine(StorageFeature.KeysDirectory(directory).FullName, FileName);

    private IDataProtector Protector => protection.CreateProtector("VoiceWeb.WatermarkKey.v1");

    /// <summary>The keys of this installation; the first is made when there is none yet.</summary>
    /// <exception cref="CryptographicException">There is one that this installation's data-protection keys cannot open.</exception>
    public WatermarkKeyRing Load() =>
        WatermarkKeyRing.Parse(Encoding.ASCII.GetString(SealedKeyFile.LoadOrMake(FilePath, Protector, () => Bytes(WatermarkKeyRing.Create()))));

    /// <summary>Begins a new epoch: the next start marks with a new key and goes on reading marks of all earlier ones.</summary>
    /// <returns>The new ring.</returns>
    /// <exception cref="CryptographicException">The keys there are cannot be opened; nothing is changed.</exception>
    public WatermarkKeyRing Rotate()
    {
        var rotated = Load().Rotate();
        SealedKeyFile.Replace(FilePath, Protector, Bytes(rotated));
        return rotated;
    }

    private static byte[] Bytes(WatermarkKeyRing ring) => Encoding.ASCII.GetBytes(ring.ToString());
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using VoiceWeb.Data;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Storage;

/// <summary>
/// The key that marks are made and read with: drawn at the first start, kept beside the data-protection keys and sealed by them.
/// Lost with it is the ability to read every mark made so far, so it is never replaced by itself.
/// </summary>
public sealed class WatermarkKeyStore(DataDirectory directory, IDataProtectionProvider protection)
{
    private const string FileName = "watermark.key";

    /// <summary>The key of this installation; made when there is none yet.</summary>
    /// <exception cref="CryptographicException">There is one that this installation's data-protection keys cannot open.</exception>
    public WatermarkKey Load()
    {
        var path = Path.Combine(StorageFeature.KeysDirectory(directory).FullName, FileName);
        var text = SealedKeyFile.LoadOrMake(
            path, protection.CreateProtector("VoiceWeb.WatermarkKey.v1"), () => Encoding.ASCII.GetBytes(WatermarkKey.Create().ToString()));
        return WatermarkKey.Parse(Encoding.ASCII.GetString(text));
    }
}

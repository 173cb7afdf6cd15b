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
        var protector = protection.CreateProtector("VoiceWeb.WatermarkKey.v1");
        var path = Path.Combine(StorageFeature.KeysDirectory(directory).FullName, FileName);
        if (!File.Exists(path))
        {
            var fresh = path + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(fresh, protector.Protect(Encoding.ASCII.GetBytes(WatermarkKey.Create().ToString())));
            try
            {
                File.Move(fresh, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(fresh); // another process was first: its key counts
            }
        }

        try
        {
            return WatermarkKey.Parse(Encoding.ASCII.GetString(protector.Unprotect(File.ReadAllBytes(path))));
        }
        catch (CryptographicException unreadable)
        {
            throw new CryptographicException(
                $"The watermark key {FileName} in the folder keys cannot be opened with the keys beside it. Restore the whole folder from a backup.", unreadable);
        }
    }
}

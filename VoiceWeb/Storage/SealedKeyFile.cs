using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace VoiceWeb.Storage;

/// <summary>A secret in a file of its own, sealed by the data-protection keys. Made once; of several processes that make it, the first counts.</summary>
internal static class SealedKeyFile
{
    /// <summary>Puts another secret in the place of the one that is there, whole or not at all.</summary>
    public static void Replace(string path, IDataProtector protector, byte[] secret)
    {
        var fresh = path + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(fresh, protector.Protect(secret));
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>The secret in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="protector">Seals this kind of secret.</param>
    /// <param name="make">Makes the secret when there is no file yet.</param>
    /// <exception cref="CryptographicException">There is one that this installation's data-protection keys cannot open.</exception>
    public static byte[] LoadOrMake(string path, IDataProtector protector, Func<byte[]> make)
    {
        if (!File.Exists(path))
        {
            var fresh = path + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(fresh, protector.Protect(make()));
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
            return protector.Unprotect(File.ReadAllBytes(path));
        }
        catch (CryptographicException unreadable)
        {
            throw new CryptographicException(
                $"The key {Path.GetFileName(path)} in the folder keys cannot be opened with the keys beside it. Restore the whole folder from a backup.", unreadable);
        }
    }
}

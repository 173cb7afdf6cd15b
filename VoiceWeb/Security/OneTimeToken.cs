using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VoiceWeb.Security;

/// <summary>A secret in a link: 256 random bits, of which only the hash is kept.</summary>
public static class OneTimeToken
{
    /// <summary>A new token, 43 characters that need no escaping in a link.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of the token, in lower-case hexadecimal: what the database keeps.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// The sum that a published file must have: the SHA-256 that this program knows; else what the endpoint says, which for large files is their
/// SHA-256 and for small ones the hash that git gives to the content.
/// </summary>
internal sealed record PublishedSum(string? Sha256, string? GitHash)
{
    private const int Sha256Digits = 64, Sha1Digits = 40;

    /// <summary>Whether there is anything to compare with.</summary>
    public bool IsKnown => Sha256 is not null || GitHash is not null;

    /// <summary>What an answer's headers say of the file.</summary>
    public static PublishedSum From(HttpResponseHeaders headers)
    {
        var tag = headers.TryGetValues("X-Linked-Etag", out var linked) ? linked.First() : headers.ETag?.Tag;
        tag = tag?.Trim('"').ToLowerInvariant() ?? "";
        return !tag.All(char.IsAsciiHexDigit) ? new PublishedSum(null, null)
            : tag.Length == Sha256Digits ? new PublishedSum(tag, null)
            : tag.Length == Sha1Digits ? new PublishedSum(null, tag)
            : new PublishedSum(null, null);
    }

    /// <summary>This, or the other where this is not known.</summary>
    public PublishedSum Or(PublishedSum other) => IsKnown ? this : other;

    /// <summary>Whether a file has this sum. Never, when none is known.</summary>
    public async Task<bool> MatchesAsync(string path, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: true);
        if (Sha256 is not null)
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)) == Sha256;
        }

        return GitHash is not null && await GitHashAsync(file, cancellationToken).ConfigureAwait(false) == GitHash;
    }

    // Git's name of a content; it guards against accidents, not against the publisher.
    private static async Task<string> GitHashAsync(FileStream file, CancellationToken cancellationToken)
    {
#pragma warning disable CA5350 // the publisher gives no other sum of small files
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {file.Length}\0")));
        var buffer = new byte[1 << 16];
        for (int read; (read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

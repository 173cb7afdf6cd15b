namespace VoiceWeb.Storage;

/// <summary>What was sealed: enough to find it again and to prove what it was.</summary>
/// <param name="Id">Name of the blob.</param>
/// <param name="Length">Length of the content, in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, in hexadecimal.</param>
public sealed record SealedBlob(Guid Id, long Length, string Sha256);

namespace VoiceWeb.Engine.GptSovits;

/// <summary>One file as its publisher offers it.</summary>
/// <param name="Path">Place in the publisher's repository, with forward slashes.</param>
/// <param name="Bytes">Its length; null where it is not known.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal; null where it is not known and the publisher's own word is taken.</param>
/// <param name="Licence">SPDX name of the licence it is offered under.</param>
public sealed record OfficialFile(string Path, long? Bytes, string? Sha256, string Licence)
{
    /// <summary>File name without folder.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

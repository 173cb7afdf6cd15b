using System.Security.Cryptography;

namespace VoiceWeb.Engine;

/// <summary>
/// A voice as the engine knows it: which voice model made it, and what that model learned. The profile is personal data
/// (it contains the speaker's own frames) and is kept sealed at rest.
/// </summary>
/// <param name="Model">Name of the voice model, such as <c>builtin</c>.</param>
/// <param name="Profile">What the model learned, in the model's own form.</param>
public sealed record VoiceReference(string Model, ReadOnlyMemory<byte> Profile)
{
    /// <summary>SHA-256 of model name and profile, in hexadecimal: the key of every cache.</summary>
    public string Key { get; } = Convert.ToHexStringLower(SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(Model), 0, .. Profile.Span]));
}

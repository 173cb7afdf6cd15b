using System.Security.Cryptography;
using System.Text;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// The secret behind the marks: 32 random bytes and the name of the key. Everything that a mark uses is derived from it by
/// HKDF-SHA256. Whoever holds it can find, forge and remove marks, so it stays on the server, with the data-protection keys.
/// Old keys are kept after a rotation, since the detector needs them to read old marks.
/// </summary>
public sealed class WatermarkKey
{
    private const string Format = "vw1";
    private const int MasterBytes = 32;
    private readonly byte[] _master;

    private WatermarkKey(string id, byte[] master)
    {
        Id = id;
        _master = master;
    }

    /// <summary>Name of the key, eight hexadecimal digits. Not secret.</summary>
    public string Id { get; }

    /// <summary>Draws a new key from the system's cryptographic generator.</summary>
    public static WatermarkKey Create() =>
        new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), RandomNumberGenerator.GetBytes(MasterBytes));

    /// <summary>Reads a key as <see cref="ToString"/> writes it.</summary>
    /// <param name="text">The content of a key file; white space around it is ignored.</param>
    /// <exception cref="FormatException">The text is not a key. The message does not repeat it.</exception>
    public static WatermarkKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Trim().Split(':');
        if (parts.Length != 3 || parts[0] != Format || parts[1].Length != 8 || !parts[1].All(char.IsAsciiHexDigitLower))
        {
            throw new FormatException("This is not a watermark key: expected vw1:<8 hex digits>:<64 hex digits>.");
        }

        if (parts[2].Length != 2 * MasterBytes || !parts[2].All(char.IsAsciiHexDigit))
        {
            throw new FormatException("This watermark key is damaged: its secret part must be 64 hexadecimal digits.");
        }

        return new WatermarkKey(parts[1], Convert.FromHexString(parts[2]));
    }

    /// <summary>The key as text, for the key file. Secret: never log it.</summary>
    public override string ToString() => $"{Format}:{Id}:{Convert.ToHexStringLower(_master)}";

    /// <summary>A key for one purpose; different purposes give unrelated keys.</summary>
    internal byte[] Derive(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, _master, 32, Encoding.ASCII.GetBytes(Id), Encoding.ASCII.GetBytes("VoiceWeb VW1 " + purpose));
}

using System.Globalization;
using System.Security.Cryptography;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// The 48-bit number that a rendering's mark carries. Random, never derived from a person; only the ledger knows what it stands for.
/// </summary>
public readonly record struct WatermarkId
{
    /// <summary>Bits in an id.</summary>
    public const int Bits = 48;

    private const ulong Mask = (1UL << Bits) - 1;

    /// <param name="value">0 to 2^48 - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value needs more than 48 bits.</exception>
    public WatermarkId(ulong value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Mask);
        Value = value;
    }

    /// <summary>The number itself, 0 to 2^48 - 1.</summary>
    public ulong Value { get; }

    /// <summary>Draws an id from the system's cryptographic generator.</summary>
    public static WatermarkId Random()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return new WatermarkId(BitConverter.ToUInt64(bytes) & Mask);
    }

    /// <summary>Reads twelve hexadecimal digits, as <see cref="ToString"/> writes them.</summary>
    public static bool TryParse(string? text, out WatermarkId id)
    {
        id = default;
        if (text is null || text.Length != Bits / 4
            || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        id = new WatermarkId(value);
        return true;
    }

    /// <summary>Twelve lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x12", CultureInfo.InvariantCulture);
}

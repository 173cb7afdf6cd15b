using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VoiceWeb.Data;

namespace VoiceWeb.Audit;

/// <summary>
/// The hash that chains the entries. Its input is fixed for good: for each field in the order below, the length of its UTF-8 form
/// in bytes as decimal digits, a colon, the form itself and a line feed. Fields: sequence (decimal), tenant (32 hexadecimal
/// digits), time (UTC, in ticks of 100 ns since the year 1), actor, event, subject, facts (JSON as stored), previous hash.
/// </summary>
/// <remarks>Length before content, so that no two different entries can have one input.</remarks>
public static class AuditHash
{
    /// <summary>The hash that stands before the first entry.</summary>
    public static string Beginning { get; } = new('0', 64);

    /// <summary>SHA-256 of an entry without its own hash, in hexadecimal.</summary>
    public static string Of(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(entry.Sequence.ToString(CultureInfo.InvariantCulture));
        Append(entry.TenantId.ToString("N"));
        Append(entry.At.UtcTicks.ToString(CultureInfo.InvariantCulture));
        Append(entry.ActorId);
        Append(entry.Event);
        Append(entry.Subject);
        Append(entry.FactsJson);
        Append(entry.PreviousHash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(string field)
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            hash.AppendData(Encoding.ASCII.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + ":"));
            hash.AppendData(bytes);
            hash.AppendData("\n"u8);
        }
    }
}

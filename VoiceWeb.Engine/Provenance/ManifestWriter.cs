using System.Formats.Cbor;
using System.Security.Cryptography;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Provenance;

/// <summary>
/// Writes content credentials into finished files (C2PA 2.4): who signed that it was created by a trained algorithm, when and with what
/// program, bound to every byte of the file but its own. Thread-safe.
/// </summary>
/// <remarks>
/// One manifest: the assertions <c>c2pa.actions.v2</c> and <c>c2pa.hash.data</c>, a claim of version 2, its signature. The waveform mark is
/// not named in it as a soft binding: that would need a name in C2PA's own list, and would tell everybody the mark's id.
/// </remarks>
public sealed class ManifestWriter
{
    private const string Created = "c2pa.created";
    private const string TrainedAlgorithmicMedia = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    private const int Attempts = 4;

    private readonly ContentCertificate _certificate;
    private readonly string _program;
    private readonly string _version;

    /// <param name="certificate">Signs; stays the caller's.</param>
    /// <param name="program">Name of the program that makes the files.</param>
    /// <param name="version">Its version.</param>
    public ManifestWriter(ContentCertificate certificate, string program, string version)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentException.ThrowIfNullOrEmpty(version);
        (_certificate, _program, _version) = (certificate, program, version);
    }

    /// <summary>Whether the specification has a place in files of a format that we write.</summary>
    public static bool HasPlaceIn(AudioFormat format) => format is AudioFormat.Wav or AudioFormat.Mp3 or AudioFormat.Flac;

    /// <summary>The file with its credentials. Nothing in it may change afterwards.</summary>
    /// <param name="file">A finished file.</param>
    /// <param name="format">Its format: one that <see cref="HasPlaceIn"/>.</param>
    /// <param name="at">When its sound was made.</param>
    /// <exception cref="InvalidDataException">The file is not laid out as our encoder lays them out.</exception>
    public byte[] Embed(ReadOnlySpan<byte> file, AudioFormat format, DateTimeOffset at)
    {
        var (manifest, instance) = (Guid.NewGuid(), Guid.NewGuid());
        var length = 0;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // The manifest holds its own length: it is right when making it again gives the same one.
            var (longer, place) = ManifestPlace.MakeRoom(file, format, length);
            var store = Store(manifest, instance, at, place, HashWithout(longer, place.ExcludedAt, place.ExcludedLength));
            if (store.Length == length)
            {
                store.CopyTo(longer, place.StoreAt);
                return longer;
            }

            length = store.Length;
        }

        throw new InvalidDataException("The content credentials did not come to one length.");
    }

    internal static byte[] HashWithout(ReadOnlySpan<byte> file, int start, int length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..start]);
        hash.AppendData(file[(start + length)..]);
        return hash.GetHashAndReset();
    }

    private byte[] Store(Guid manifest, Guid instance, DateTimeOffset at, ManifestPlace place, byte[] hash)
    {
        JumbfBox[] assertions = [Assertion("c2pa.actions.v2", Actions(at)), Assertion("c2pa.hash.data", DataHash(place, hash))];
        var claim = Claim($"urn:c2pa:{manifest}", instance, assertions);
        return new JumbfBox("c2pa", "c2pa", [new JumbfBox("c2ma", $"urn:c2pa:{manifest}", [
            new JumbfBox("c2as", "c2pa.assertions", assertions, default),
            new JumbfBox("c2cl", "c2pa.claim.v2", [], claim),
            new JumbfBox("c2cs", "c2pa.signature", [], _certificate.Sign(claim)),
        ], default)], default).ToBytes();
    }

    private static JumbfBox Assertion(string label, byte[] cbor) => new("cbor", label, [], cbor);

    private byte[] Actions(DateTimeOffset at)
    {
        var actions = new CborWriter(CborConformanceMode.Canonical);
        actions.WriteStartMap(2);
        actions.WriteTextString("actions");
        actions.WriteStartArray(1);
        actions.WriteStartMap(4);
        Text(actions, "action", Created);
        Text(actions, "digitalSourceType", TrainedAlgorithmicMedia);
        actions.WriteTextString("softwareAgent");
        Program(actions);
        actions.WriteTextString("when");
        actions.WriteTag(CborTag.DateTimeString);
        actions.WriteTextString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        actions.WriteEndMap();
        actions.WriteEndArray();
        actions.WriteTextString("allActionsIncluded");
        actions.WriteBoolean(true);
        actions.WriteEndMap();
        return actions.Encode();
    }

    private static byte[] DataHash(ManifestPlace place, byte[] hash)
    {
        var data = new CborWriter(CborConformanceMode.Canonical);
        data.WriteStartMap(5);
        data.WriteTextString("exclusions");
        data.WriteStartArray(1);
        data.WriteStartMap(2);
        data.WriteTextString("start");
        data.WriteInt32(place.ExcludedAt);
        data.WriteTextString("length");
        data.WriteInt32(place.ExcludedLength);
        data.WriteEndMap();
        data.WriteEndArray();
        Text(data, "name", "jumbf manifest");
        Text(data, "alg", "sha256");
        data.WriteTextString("hash");
        data.WriteByteString(hash);
        data.WriteTextString("pad");
        data.WriteByteString([]);
        data.WriteEndMap();
        return data.Encode();
    }

    private byte[] Claim(string manifest, Guid instance, JumbfBox[] assertions)
    {
        var claim = new CborWriter(CborConformanceMode.Canonical);
        claim.WriteStartMap(5);
        Text(claim, "instanceID", $"xmp:iid:{instance}");
        claim.WriteTextString("claim_generator_info");
        Program(claim);
        Text(claim, "signature", $"self#jumbf=/c2pa/{manifest}/c2pa.signature");
        claim.WriteTextString("created_assertions");
        claim.WriteStartArray(assertions.Length);
        foreach (var assertion in assertions)
        {
            claim.WriteStartMap(2);
            Text(claim, "url", $"self#jumbf=c2pa.assertions/{assertion.Label}");
            claim.WriteTextString("hash");
            claim.WriteByteString(SHA256.HashData(assertion.Content));
            claim.WriteEndMap();
        }

        claim.WriteEndArray();
        Text(claim, "alg", "sha256");
        claim.WriteEndMap();
        return claim.Encode();
    }

    private void Program(CborWriter writer)
    {
        writer.WriteStartMap(2);
        Text(writer, "name", _program);
        Text(writer, "version", _version);
        writer.WriteEndMap();
    }

    private static void Text(CborWriter writer, string name, string value)
    {
        writer.WriteTextString(name);
        writer.WriteTextString(value);
    }
}

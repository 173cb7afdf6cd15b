using System.Formats.Cbor;
using System.Security.Cryptography;

namespace VoiceWeb.Engine.Provenance;

/// <summary>The assertion <c>c2pa.hash.data</c>: the hash of a file without some stretches of it.</summary>
/// <param name="Hash">The hash.</param>
/// <param name="Algorithm">Its kind; SHA-256 is read here.</param>
/// <param name="Exclusions">Where in the file a stretch begins, and its length, in order.</param>
internal sealed record DataHashStatement(ReadOnlyMemory<byte> Hash, string Algorithm, IReadOnlyList<(long Start, long Length)> Exclusions)
{
    /// <summary>Reads the assertion.</summary>
    /// <exception cref="CborContentException">It is no CBOR.</exception>
    /// <exception cref="InvalidOperationException">It is laid out otherwise.</exception>
    public static DataHashStatement Read(ReadOnlyMemory<byte> cbor)
    {
        byte[]? hash = null;
        var algorithm = "sha256";
        var exclusions = new List<(long Start, long Length)>();
        var reader = new CborReader(cbor);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (reader.ReadTextString())
            {
                case "hash":
                    hash = reader.ReadByteString();
                    break;
                case "alg":
                    algorithm = reader.ReadTextString();
                    break;
                case "exclusions":
                    ReadExclusions(reader, exclusions);
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return new DataHashStatement(hash ?? throw new InvalidManifestException("The data hash has no hash."), algorithm, exclusions);
    }

    /// <summary>
    /// Whether it is the hash of a file. One stretch may be left out, no more than the credentials themselves: else a signed statement would
    /// say nothing about the sound.
    /// </summary>
    public bool Holds(ReadOnlySpan<byte> file)
    {
        if (Algorithm != "sha256" || Exclusions is not [var (start, length)] || ManifestPlace.Find(file) is not { } place
            || start < place.ExcludedAt || start + length > place.ExcludedAt + place.ExcludedLength || start > place.StoreAt
            || start + length < place.StoreAt + place.StoreLength)
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(ManifestWriter.HashWithout(file, (int)start, (int)length), Hash.Span);
    }

    private static void ReadExclusions(CborReader reader, List<(long Start, long Length)> exclusions)
    {
        reader.ReadStartArray();
        while (reader.PeekState() != CborReaderState.EndArray)
        {
            var (start, length) = (0L, 0L);
            reader.ReadStartMap();
            while (reader.PeekState() != CborReaderState.EndMap)
            {
                switch (reader.ReadTextString())
                {
                    case "start":
                        start = reader.ReadInt64();
                        break;
                    case "length":
                        length = reader.ReadInt64();
                        break;
                    default:
                        reader.SkipValue();
                        break;
                }
            }

            reader.ReadEndMap();
            if (start < 0 || length < 0)
            {
                throw new InvalidManifestException("The data hash leaves out a stretch that cannot be.");
            }

            exclusions.Add((start, length));
        }

        reader.ReadEndArray();
    }
}

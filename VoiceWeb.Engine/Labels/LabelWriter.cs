using System.Text;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Labels;

/// <summary>
/// Puts signed labels into files. What only exists when the sound is coded, its signature, takes the place of a placeholder of the same
/// length, so that the file keeps its layout; the checksum of an Ogg page is computed anew.
/// </summary>
public static class LabelWriter
{
    /// <summary>Further tags that a file of a format gets beside its label.</summary>
    /// <param name="format">Any format but WAV, whose chunks <see cref="Chunks"/> gives.</param>
    /// <param name="label">The label, its signature still the placeholder.</param>
    public static IReadOnlyDictionary<string, string> Metadata(AudioFormat format, AigcLabel label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var metadata = new Dictionary<string, string>
        {
            [AigcLabel.Key] = label.ToJson(),
            ["comment"] = "AI-generated speech",
            [TagCollector.SourceTypeKey] = LabelledFile.TrainedAlgorithmicMedia,
        };
        if (format == AudioFormat.Mp3)
        {
            metadata["id3v2_priv.XMP"] = Xmp.Packet(LabelledFile.TrainedAlgorithmicMedia);
        }

        return metadata;
    }

    /// <summary>The chunks that a WAV file gets before its samples: the label, XMP, and a comment for players.</summary>
    public static IReadOnlyList<(string Id, byte[] Body)> Chunks(AigcLabel label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var comment = "AI-generated speech\0"u8;
        return
        [
            (AigcLabel.Key, Encoding.ASCII.GetBytes(label.ToJson())),
            ("_PMX", Encoding.UTF8.GetBytes(Xmp.Packet(LabelledFile.TrainedAlgorithmicMedia))),
            ("LIST", [.. "INFOICMT"u8, (byte)comment.Length, 0, 0, 0, .. comment]),
        ];
    }

    /// <summary>Signs a file that was made with a placeholder.</summary>
    /// <param name="file">The file; changed in place.</param>
    /// <param name="placeholder">What stands in for the signature.</param>
    /// <param name="sign">Gives the signature, as long as the placeholder, for the SHA-256 of the coded sound.</param>
    /// <exception cref="InvalidDataException">The placeholder does not stand in the file exactly once, or its sound cannot be found.</exception>
    public static void Complete(byte[] file, string placeholder, Func<ReadOnlyMemory<byte>, string> sign)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(sign);
        var place = Encoding.ASCII.GetBytes(placeholder);
        var at = file.AsSpan().IndexOf(place);
        if (at < 0 || file.AsSpan(at + 1).IndexOf(place) >= 0)
        {
            throw new InvalidDataException("The file does not hold its label exactly once.");
        }

        var sound = LabelReader.Read(file).SoundSha256 ?? throw new InvalidDataException("The sound in the file cannot be told from its tags.");
        var signature = Encoding.ASCII.GetBytes(sign(sound));
        if (signature.Length != place.Length)
        {
            throw new InvalidDataException($"A signature of {signature.Length} characters does not fit into {place.Length}.");
        }

        signature.CopyTo(file, at);
        if (file.AsSpan().StartsWith("OggS"u8))
        {
            OggTags.Checksum(file, at);
        }
    }
}

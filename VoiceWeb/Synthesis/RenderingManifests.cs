using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Provenance;
using VoiceWeb.Storage;

namespace VoiceWeb.Synthesis;

/// <summary>
/// The content credentials (C2PA) of renderings' files: written last, with the operator's certificate, and read back. A certificate that
/// has run out, or cannot be read, keeps no file back: mark and label are in it, and the health page and the log say what is missing.
/// </summary>
public sealed partial class RenderingManifests(ContentCertificateStore store, TimeProvider clock, ILogger<RenderingManifests> log)
{
    private const string Program = "VoiceWeb";

    private static readonly string Version = typeof(RenderingManifests).Assembly.GetName().Version?.ToString(3) ?? "0";

    private int _complained;

    /// <summary>Whether files of a format get credentials now.</summary>
    public bool WritesInto(AudioFormat format)
    {
        if (!store.Wanted || !ManifestWriter.HasPlaceIn(format))
        {
            return false;
        }

        if (store.Certificate is { } certificate && certificate.ValidFrom <= clock.GetUtcNow() && certificate.ValidUntil > clock.GetUtcNow())
        {
            return true;
        }

        if (Interlocked.Exchange(ref _complained, 1) == 0)
        {
            LogUnusable(store.Fault ?? $"It is valid from {store.Certificate!.ValidFrom:u} to {store.Certificate.ValidUntil:u}.");
        }

        return false;
    }

    /// <summary>A finished file with its credentials, which nothing may change any more. As it is where the format gets none.</summary>
    /// <param name="file">With its label signed.</param>
    /// <param name="format">Its format.</param>
    /// <param name="madeAt">When its sound was made.</param>
    /// <exception cref="InvalidDataException">They could not be read back from it.</exception>
    public byte[] Embed(byte[] file, AudioFormat format, DateTimeOffset madeAt)
    {
        if (!WritesInto(format))
        {
            return file;
        }

        var signed = new ManifestWriter(store.Certificate!, Program, Version).Embed(file, format, madeAt);
        return ManifestReader.Read(signed) is { Verdict: ManifestVerdict.Genuine, Generated: true }
            ? signed
            : throw new InvalidDataException("The content credentials could not be read back from the file, so it was held back.");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Files leave without content credentials: the certificate cannot be used. {Reason}")]
    private partial void LogUnusable(string reason);
}

using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Outcomes;

namespace VoiceWeb.Admin;

/// <summary>A found file in memory: its bytes and its sound. Written nowhere.</summary>
/// <param name="Bytes">The file as it came.</param>
/// <param name="Sound">Its first sound track.</param>
public sealed record FoundFile(byte[] Bytes, AudioBuffer Sound)
{
    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));
}

/// <summary>Reads found files whole, within the limits of sound files.</summary>
public sealed class FoundFileReader(AudioDecoder decoder, IOptions<AudioOptions> options)
{
    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">Left open.</param>
    public async Task<Result<FoundFile>> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (file.Length + read > options.Value.MaxBytes)
            {
                return new Invalid("file-too-large", "The file is larger than this installation reads. Give a shorter piece of it.");
            }

            file.Write(buffer, 0, read);
        }

        var bytes = file.ToArray();
        try
        {
            return new FoundFile(bytes, await decoder.DecodeAsync(bytes, cancellationToken));
        }
        catch (Exception unreadable) when (unreadable is CorruptAudioException or UnsupportedAudioException)
        {
            return new Invalid("sound-unreadable", unreadable.Message) { Arguments = [unreadable.Message] };
        }
        catch (EngineUnavailableException missing)
        {
            return new Unavailable("decoder-unavailable", missing.Message) { Arguments = [missing.Message] };
        }
    }
}

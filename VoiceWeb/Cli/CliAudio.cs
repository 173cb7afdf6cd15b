using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Cli;

/// <summary>Files that verbs read.</summary>
internal static class CliAudio
{
    /// <summary>Any audio file as mono samples, or one clear line.</summary>
    public static async Task<AudioBuffer> DecodeAsync(IServiceProvider services, string path, CancellationToken cancellationToken)
    {
        await using var stream = CliVerb.ExistingFile(path).OpenRead();
        return await services.GetRequiredService<AudioDecoder>().DecodeAsync(stream, cancellationToken);
    }
}

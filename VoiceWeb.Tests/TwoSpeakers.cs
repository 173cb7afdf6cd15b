using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests;

/// <summary>A recording in which a woman's synthetic voice is followed by a man's.</summary>
internal static class TwoSpeakers
{
    /// <summary>Says both texts.</summary>
    /// <param name="second">Voice of the second text; the first one's for a recording of one speaker.</param>
    /// <returns>The recording, and the second at which the second text begins.</returns>
    public static async Task<(AudioBuffer Audio, double JoinSeconds)> SpeakAsync(string second = "en-us+m3")
    {
        var folder = Directory.CreateTempSubdirectory("voiceweb-speakers-").FullName;
        try
        {
            var first = await ReadAsync(
                folder, "en-us+f3", "The rainbow is a division of white light into many beautiful colors. These take the shape of a long round arch, with its path high above.");
            var other = await ReadAsync(
                folder, second, "Please call Stella and ask her to bring these things with her from the store. Six spoons of fresh snow peas, and maybe a snack for her brother Bob.");
            return (new AudioBuffer([.. first.Samples, .. new float[first.SampleRate / 3], .. other.Samples], first.SampleRate), first.Seconds + 1.0 / 6);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<AudioBuffer> ReadAsync(string folder, string voice, string text)
    {
        var path = await Espeak.SpeakAsync(Path.Combine(folder, voice + ".wav"), text, "-v", voice);
        await using var wav = File.OpenRead(path);
        return await new AudioDecoder(new AudioOptions()).DecodeAsync(wav, TestContext.Current.CancellationToken);
    }
}

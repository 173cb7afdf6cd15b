namespace VoiceWeb.Tests.Web;

/// <summary>Speech for tests, spoken by espeak-ng: no person's voice. Made once per run.</summary>
internal static class SpokenWav
{
    private const string Words =
        "On a bright morning, Joyce took the ferry across the harbour to visit her uncle. The water was calm, and a thin white cloud hung above the hills.";

    private static readonly Lazy<Task<byte[]>> Made = new(SpeakAsync);

    /// <summary>About nine seconds of clear speech as a WAV file.</summary>
    public static Task<byte[]> BytesAsync() => Made.Value;

    private static async Task<byte[]> SpeakAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"voiceweb-spoken-{Guid.NewGuid():N}.wav");
        await Espeak.SpeakAsync(path, Words, "-v", "en-gb", "-s", "150", "-a", "80");
        var bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        return bytes;
    }
}

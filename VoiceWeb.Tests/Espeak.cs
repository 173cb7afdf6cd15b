using System.Diagnostics;

namespace VoiceWeb.Tests;

/// <summary>Speech for tests, spoken by espeak-ng: no person's voice.</summary>
internal static class Espeak
{
    /// <summary>Speaks a text into a WAV file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Of espeak-ng itself, such as <c>-v en-us+f3</c> or <c>-p 60</c> (pitch, 0 to 99).</param>
    /// <returns>The path.</returns>
    public static async Task<string> SpeakAsync(string path, string text, params string[] options)
    {
        var start = new ProcessStartInfo("espeak-ng");
        foreach (var argument in (string[])[.. options, "-w", path, text])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return path;
    }
}

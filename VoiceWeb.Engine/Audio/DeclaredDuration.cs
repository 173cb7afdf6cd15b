using System.Globalization;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Audio;

/// <summary>
/// Listens to what ffmpeg says about its input and keeps the duration that the container states, and whether there is a moving
/// picture (whose length need not be that of the sound). Durations that ffmpeg only estimates are not kept.
/// </summary>
internal sealed partial class DeclaredDuration
{
    private bool _done;
    private bool _isEstimate;

    /// <summary>In seconds; null where none is stated.</summary>
    public double? Seconds { get; private set; }

    /// <summary>Whether the file is a film.</summary>
    public bool HasPicture { get; private set; }

    /// <summary>Takes one line of ffmpeg's messages.</summary>
    public void Hear(string line)
    {
        if (_done)
        {
            return;
        }

        if (line.StartsWith("Output #", StringComparison.Ordinal))
        {
            _done = true;
        }
        else if (line.Contains("Estimating duration from bitrate", StringComparison.Ordinal))
        {
            _isEstimate = true;
        }
        else if (line.Contains(": Video:", StringComparison.Ordinal) && !line.Contains("attached pic", StringComparison.Ordinal))
        {
            HasPicture = true;
        }
        else if (Seconds is null && !_isEstimate && DurationLine().Match(line) is { Success: true } match)
        {
            // Two spaces of indentation: tags, which anybody may write, stand deeper.
            Seconds = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * 3_600
                + int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) * 60
                + double.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture);
        }
    }

    [GeneratedRegex(@"^  Duration: (\d{2,6}):(\d\d):(\d\d\.\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex DurationLine();
}

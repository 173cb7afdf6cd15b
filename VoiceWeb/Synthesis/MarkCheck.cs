using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Synthesis;

/// <summary>The last look before audio leaves: can its mark be read? Anything but yes holds it back.</summary>
public sealed class MarkCheck(IMarkReader reader)
{
    /// <summary>A minute says enough about a file: the mark repeats every few seconds.</summary>
    public const double CheckedSeconds = 60;

    // Under this much speech a mark cannot be read without the unmarked original. The engine has compared with that when it marked.
    private const double BlindSeconds = 6;

    /// <summary>Whether a recording fresh from the engine, before any lossy coding, carries its mark.</summary>
    public bool HoldsUnaltered(AudioBuffer audio, WatermarkId expected, CancellationToken cancellationToken)
    {
        var found = reader.Verify(Beginning(audio), expected, cancellationToken);
        return found.ActiveSeconds < BlindSeconds ? !ContradictedBy(found, expected) : IsMarked(found, expected);
    }

    /// <summary>Whether a recording still carries its mark after lossy coding.</summary>
    public bool HoldsAfterCoding(AudioBuffer audio, WatermarkId expected, CancellationToken cancellationToken)
    {
        var found = reader.Verify(Beginning(audio), expected, cancellationToken);
        return IsMarked(found, expected)
            || (found.ActiveSeconds < BlindSeconds && found.Matches.Any(match => match.Id == expected));
    }

    private static bool IsMarked(WatermarkDetection found, WatermarkId expected) =>
        found.Verdict == WatermarkVerdict.Marked && found.Id == expected;

    private static bool ContradictedBy(WatermarkDetection found, WatermarkId expected) =>
        found.Verdict == WatermarkVerdict.Marked && found.Id != expected;

    private static AudioBuffer Beginning(AudioBuffer audio)
    {
        var samples = (int)(CheckedSeconds * audio.SampleRate);
        return audio.Samples.Length <= samples ? audio : new AudioBuffer(audio.Samples[..samples], audio.SampleRate);
    }
}

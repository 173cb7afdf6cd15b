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

    // With the sketch at hand half a second of speech is mostly enough.
    private const double PieceSeconds = 2;

    // One id is asked for, not a million: chance has far fewer tries than in a found file.
    private const double LikelyBelow = 1e-3;

    /// <summary>
    /// Whether a piece of a rendering that is still being made carries its mark: yes, no, or null while it holds too little speech to tell.
    /// </summary>
    /// <param name="sketch">The rendering's sketch so far, with which a second or two of speech can be read.</param>
    public bool? HoldsSoFar(AudioBuffer piece, WatermarkId expected, RenderingSketch sketch, CancellationToken cancellationToken)
    {
        var found = reader.Verify(Beginning(piece), expected, sketch, cancellationToken);
        return ContradictedBy(found, expected) ? false
            : found.Matches.Any(match => match.Id == expected && match.FalsePositiveProbability < LikelyBelow) ? true
            : found.ActiveSeconds < PieceSeconds ? null
            : false;
    }

    /// <summary>Whether a recording fresh from the engine, before any lossy coding, carries its mark.</summary>
    public bool HoldsUnaltered(AudioBuffer audio, WatermarkId expected, CancellationToken cancellationToken)
    {
        var found = reader.Verify(Beginning(audio), expected, null, cancellationToken);
        return found.ActiveSeconds < BlindSeconds ? !ContradictedBy(found, expected) : IsMarked(found, expected);
    }

    /// <summary>Whether a recording still carries its mark after lossy coding.</summary>
    public bool HoldsAfterCoding(AudioBuffer audio, WatermarkId expected, CancellationToken cancellationToken)
    {
        var found = reader.Verify(Beginning(audio), expected, null, cancellationToken);
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

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// How long somebody speaks. What lies between two sounds and is shorter than a pause is the closure of a stop: it belongs to the speech, though
/// one speaker fills it with voice and another, above all a synthesiser, leaves it silent. Without it a speaker seems a tenth too slow.
/// </summary>
internal static class SpeechTime
{
    private const int LongestClosure = 50; // frames: 250 ms

    /// <summary>Seconds of speech with its closures, pauses not counted.</summary>
    /// <param name="speech">Whether each frame is speech.</param>
    public static double Seconds(IReadOnlyList<bool> speech)
    {
        int frames = 0, last = -1;
        for (var i = 0; i < speech.Count; i++)
        {
            if (speech[i])
            {
                frames += last >= 0 && i - last <= LongestClosure ? i - last : 1;
                last = i;
            }
        }

        return (double)frames / AnalysisGrid.FramesPerSecond;
    }
}

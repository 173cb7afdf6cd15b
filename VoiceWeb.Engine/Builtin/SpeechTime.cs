namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// How long somebody speaks. What lies between two sounds and is shorter than a pause is the closure of a stop: it belongs to the speech, though
/// one speaker fills it with voice and another, above all a synthesiser, leaves it silent. Without it a speaker seems a tenth too slow.
/// </summary>
internal static class SpeechTime
{
    private const int LongestClosure = 50; // frames: 250 ms
    private const int ShortestSound = 6; // frames: 30 ms. What is shorter and stands alone is noise, and would join the pauses on either side

    /// <summary>Seconds of speech with its closures, pauses not counted.</summary>
    /// <param name="speech">Whether each frame is speech.</param>
    public static double Seconds(IReadOnlyList<bool> speech)
    {
        int frames = 0, end = -1;
        for (var start = 0; start < speech.Count; start++)
        {
            var after = start;
            while (after < speech.Count && speech[after])
            {
                after++;
            }

            if (after - start >= ShortestSound)
            {
                var gap = end < 0 ? 0 : start - end;
                frames += after - start + (gap < LongestClosure ? gap : 0);
                end = after;
            }

            start = after;
        }

        return (double)frames / AnalysisGrid.FramesPerSecond;
    }
}

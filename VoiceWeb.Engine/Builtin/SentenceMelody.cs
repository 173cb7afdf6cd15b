namespace VoiceWeb.Engine.Builtin;

/// <summary>What the closing mark of a sentence does to its melody: a question rises, an exclamation is livelier and a little longer.</summary>
/// <param name="EndRiseOctaves">How far the pitch has risen at the last voiced frame.</param>
/// <param name="Liveliness">Stretch of the pitch's movements about their median.</param>
/// <param name="Duration">Stretch of time.</param>
/// <param name="LevelDb">Change of level, small enough for sentences to stay alike in loudness.</param>
internal sealed record SentenceMelody(double EndRiseOctaves, double Liveliness, double Duration, double LevelDb)
{
    private const double RiseSeconds = 0.35;

    private static readonly SentenceMelody Plain = new(0, 1, 1, 0);
    private static readonly SentenceMelody Question = new(3.5 / 12, 1.05, 1, 0);
    private static readonly SentenceMelody Exclamation = new(0, 1.2, 1.06, 0.6);

    /// <summary>The melody that a sentence asks for by its last mark, quotation marks and brackets set aside.</summary>
    public static SentenceMelody Of(string text)
    {
        var end = text.AsSpan().TrimEnd(" \t\r\n\"'”’»›)]）】」』…".AsSpan());
        return end.IsEmpty
            ? Plain
            : end[^1] switch
            {
                '?' or '？' or '؟' or '⁇' or '⁈' => Question,
                '!' or '！' or '‼' or '⁉' => Exclamation,
                _ => Plain,
            };
    }

    /// <summary>Shapes a contour in place.</summary>
    /// <param name="pitchHz">Pitch of every frame, 0 where unvoiced.</param>
    public void Apply(double[] pitchHz)
    {
        int[] voiced = [.. Enumerable.Range(0, pitchHz.Length).Where(i => pitchHz[i] > 0)];
        if (voiced.Length == 0 || this == Plain)
        {
            return;
        }

        var middle = Percentiles.Median(voiced.Select(i => Math.Log2(pitchHz[i])));
        var riseFrames = Math.Min(RiseSeconds * AnalysisGrid.FramesPerSecond, voiced.Length / 2.0);
        foreach (var i in voiced)
        {
            var before = (voiced[^1] - i) / Math.Max(riseFrames, 1);
            var rise = before < 1 ? EndRiseOctaves * (1 - before) * (1 - before) : 0;
            var octave = middle + (Math.Log2(pitchHz[i]) - middle) * Liveliness + rise;
            pitchHz[i] = Math.Clamp(Math.Pow(2, octave), AnalysisGrid.LowestPitchHz, AnalysisGrid.HighestPitchHz);
        }
    }
}

using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Speech;

/// <summary>Which sentence a notice stands beside, and on which side of it.</summary>
/// <param name="Sentence">0-based.</param>
/// <param name="After">Whether it follows the sentence, not precedes it.</param>
internal readonly record struct NoticePlacement(int Sentence, bool After)
{
    private const double GapSeconds = 0.3;

    /// <summary>Finds the place among the sentences of a text.</summary>
    public static NoticePlacement Of(NoticePlace place, string text, IReadOnlyList<Sentence> sentences) => place switch
    {
        NoticePlace.End => new(sentences.Count - 1, true),
        NoticePlace.Middle when sentences.Count > 1 => new(
            Enumerable.Range(1, sentences.Count - 1).MinBy(i => Math.Abs(sentences[i].Start - (text.Length / 2.0))), false),
        _ => new(0, false),
    };

    /// <summary>The sentence and the notice as one stretch, with silence between.</summary>
    /// <param name="sentence">With the pause that follows it, which then follows both.</param>
    /// <param name="notice">At the same rate.</param>
    public AudioBuffer Join(AudioBuffer sentence, AudioBuffer notice)
    {
        var gap = new float[(int)Math.Round(GapSeconds * sentence.SampleRate)];
        var (first, second) = After ? (sentence, notice) : (notice, sentence);
        return new AudioBuffer([.. first.Samples, .. gap, .. second.Samples], sentence.SampleRate);
    }
}

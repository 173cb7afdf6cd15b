using System.Runtime.CompilerServices;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Tests.Engine.Watermark;

namespace VoiceWeb.Tests;

/// <summary>Speaks a stretch of test speech per sentence, whatever the text, marked by the real marker of the installation.</summary>
public sealed class MarkingSpeechEngine(Watermarker marker) : ISpeechEngine
{
    public const int Rate = 24_000;

    private readonly TextFrontEnd _frontEnd = new();

    /// <summary>Seconds of speech per sentence.</summary>
    public double SentenceSeconds { get; set; } = 6.5;

    /// <summary>Lengths of the pieces that the first sentence comes in, but for the last, in seconds; none lets it come whole.</summary>
    public IReadOnlyList<double> Pieces { get; set; } = [];

    /// <summary>What leaves in place of a marked sentence, given that and the sentence unmarked: what a faulty engine would do.</summary>
    public Func<WatermarkedAudio, AudioBuffer, WatermarkedAudio>? Fault { get; set; }

    /// <summary>Called before each sentence, or piece of one, with the sentence's number: may wait, or throw what an engine throws.</summary>
    public Func<int, CancellationToken, Task>? BeforeSentence { get; set; }

    public async IAsyncEnumerable<SpokenPart> SpeakAsync(
        SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sentences = _frontEnd.Split(request.Text, request.Language);
        var speech = TestSpeech.At(Rate);
        var stream = marker.Begin(request.Mark, Rate);
        for (var index = 0; index < sentences.Count; index++)
        {
            var sentence = TestSpeech.Cut(speech, index % 2 * (speech.Seconds - SentenceSeconds - 0.1), SentenceSeconds);
            double[] cuts = index == 0 ? [0, .. Pieces.Select((_, i) => Pieces.Take(i + 1).Sum()), SentenceSeconds] : [0, SentenceSeconds];
            for (var piece = 0; piece + 1 < cuts.Length; piece++)
            {
                if (BeforeSentence is not null)
                {
                    await BeforeSentence(index, cancellationToken);
                }

                var unmarked = TestSpeech.Cut(sentence, cuts[piece], cuts[piece + 1] - cuts[piece]);
                var marked = stream.Mark(unmarked);
                yield return new SpokenPart(
                    index, sentences.Count, sentences[index].Start, sentences[index].Text.Length, Fault?.Invoke(marked, unmarked) ?? marked)
                {
                    EndsSentence = piece + 2 == cuts.Length,
                };
            }
        }
    }
}

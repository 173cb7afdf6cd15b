using System.Runtime.CompilerServices;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;
using VoiceWeb.Tests.Engine.Watermark;

namespace VoiceWeb.Tests.Engine.Speech;

/// <summary>Answers every sentence with two seconds of the tests' speech.</summary>
/// <param name="sampleRate">In Hz.</param>
/// <param name="apart">How many seconds of that speech lie between the beginnings of two sentences' parts; 0 gives all the same.</param>
internal sealed class SpeechOfTheTests(int sampleRate, double apart = 0) : IVoiceModel
{
    public string Name => "test";

    public VoiceModelStatus Status => new(Name, true, new("", ""));

    public IReadOnlyList<string> Languages => ["en"];

    public Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Only speaks.");

    public async IAsyncEnumerable<AudioBuffer> SpeakAsync(
        VoiceReference voice, IReadOnlyList<Sentence> sentences, SpeechSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < sentences.Count; i++)
        {
            await Task.Yield();
            yield return TestSpeech.Cut(TestSpeech.At(sampleRate), 1 + (apart * i), 2);
        }
    }
}

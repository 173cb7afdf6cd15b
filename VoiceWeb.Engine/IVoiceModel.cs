using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine;

/// <summary>One way of making a voice speak. Its samples are unmarked and never leave the engine. Safe for concurrent use.</summary>
internal interface IVoiceModel
{
    string Name { get; }

    VoiceModelStatus Status { get; }

    IReadOnlyList<string> Languages { get; }

    Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Speaks sentences in order, one buffer a sentence, all at one rate, without the closing pause. A model may work on several
    /// at once, but the samples of a sentence depend on nothing but that sentence, the voice and the settings.
    /// </summary>
    IAsyncEnumerable<AudioBuffer> SpeakAsync(
        VoiceReference voice, IReadOnlyList<Sentence> sentences, SpeechSettings settings, CancellationToken cancellationToken);
}

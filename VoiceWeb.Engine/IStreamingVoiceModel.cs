using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine;

/// <summary>A voice model that gives a long sentence out in pieces, so that its beginning is heard before its end is made.</summary>
internal interface IStreamingVoiceModel : IVoiceModel
{
    /// <summary>
    /// The same samples as <see cref="IVoiceModel.SpeakAsync"/>, in the same order, a sentence in one piece or in several. Where it is cut depends on
    /// the sentence and on whether it is the first, and on nothing else.
    /// </summary>
    IAsyncEnumerable<SpokenSound> StreamAsync(
        VoiceReference voice, IReadOnlyList<Sentence> sentences, SpeechSettings settings, CancellationToken cancellationToken);
}

using VoiceWeb.Engine.Builtin;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Speakers;

/// <summary>Says what somebody may have said, in that person's voice, as envelopes: no sound is made.</summary>
internal sealed class HypothesisSpeaker(BaseReader reader, TextFrontEnd text)
{
    /// <summary>Distance of the frames that it gives, in 5 ms frames: 10 ms.</summary>
    public const double Stride = 2;

    /// <summary>Envelopes of a text, sentence by sentence, every 10 ms.</summary>
    /// <param name="profile">The voice.</param>
    /// <param name="written">What to say.</param>
    /// <param name="language">BCP 47 tag.</param>
    /// <param name="bands">The bands that are wanted.</param>
    /// <param name="known">Sentences that were said before, by their words; new ones are added.</param>
    public async Task<IReadOnlyList<FrameMatrix>> SayAsync(
        VoiceProfile profile, string written, string language, MelBands bands, Dictionary<string, SaidSentence> known, CancellationToken cancellationToken)
    {
        var converter = new Converter(profile);
        var said = new List<FrameMatrix>();
        foreach (var sentence in text.Split(written, language))
        {
            if (!known.TryGetValue(sentence.Text, out var found))
            {
                var utterance = await reader.ReadAsync(sentence, cancellationToken).ConfigureAwait(false);
                var track = converter.Convert(utterance, SentenceMelody.Of(sentence.Text), 1, 0, cancellationToken);
                found = new SaidSentence(track.LogMel, Stride * AnalysisGrid.FrameSamples / track.FrameSamples);
                known[sentence.Text] = found;
            }

            said.Add(bands.Powers(found.LogMel, found.Stride));
        }

        return said;
    }
}

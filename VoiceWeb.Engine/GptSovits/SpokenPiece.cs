using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>What is drawn and sounded on its own: a sentence, a piece of one between two pauses or styles, or the first clause of a long one.</summary>
/// <param name="Number">Of its sentence.</param>
/// <param name="Piece">What is written, and the silence around it.</param>
/// <param name="Voice">The voice in the piece's style.</param>
/// <param name="IsLast">Whether the sentence ends with it.</param>
internal sealed record SpokenPiece(int Number, SentencePiece Piece, GptVoice Voice, bool IsLast)
{
    /// <summary>Cuts sentences into what is spoken on its own.</summary>
    /// <param name="sentences">With the writer's instructions.</param>
    /// <param name="voice">Who speaks.</param>
    /// <param name="compatible">Whether instructions are text, as in GPT-SoVITS itself.</param>
    /// <exception cref="UnspeakableTextException">A style is asked for that the voice does not have, or there is nothing to say.</exception>
    public static List<SpokenPiece> Of(IReadOnlyList<Sentence> sentences, GptVoice voice, bool compatible)
    {
        var all = new List<SpokenPiece>();
        for (var index = 0; index < sentences.Count; index++)
        {
            IReadOnlyList<SentencePiece> pieces = compatible ? [new SentencePiece(sentences[index], TimeSpan.Zero, TimeSpan.Zero)] : [.. SentencePieces.Of(sentences[index]).SelectMany(Clauses)];
            if (pieces.Count == 0)
            {
                throw new UnspeakableTextException("no-speakable-characters", "A sentence has no letter or digit that could be spoken. Write at least one word.");
            }

            for (var i = 0; i < pieces.Count; i++)
            {
                all.Add(new SpokenPiece(index, pieces[i], voice.In(pieces[i].Sentence.Slot), i == pieces.Count - 1));
            }
        }

        return all;
    }

    /// <summary>What is written, closed as the networks are used to: inside a sentence the voice does not fall.</summary>
    public string Text => PhoneEncoder.Close(Piece.Sentence.Text, Piece.Sentence.Language, IsLast);

    /// <summary>A stretch of the piece's sound with the silence that belongs to it.</summary>
    public AudioBuffer WithPauses(WaveWindow window, bool isFirst)
    {
        var before = isFirst ? Samples(Piece.PauseBefore) : 0;
        var after = window.IsLast ? Samples(Piece.PauseAfter) : 0;
        return new AudioBuffer(before + after == 0 ? window.Samples : [.. new float[before], .. window.Samples, .. new float[after]], SovitsConfig.SampleRate);
    }

    private static IEnumerable<SentencePiece> Clauses(SentencePiece piece)
    {
        var sentence = piece.Sentence;
        return FirstClause.EndOf(sentence.Text) is not { } end ? [piece] :
        [
            piece with { Sentence = sentence with { Text = sentence.Text[..end] }, PauseAfter = TimeSpan.Zero },
            piece with { Sentence = sentence with { Text = sentence.Text[end..], Start = sentence.Start + end }, PauseBefore = TimeSpan.Zero },
        ];
    }

    private static int Samples(TimeSpan pause) => (int)Math.Round(pause.TotalSeconds * SovitsConfig.SampleRate);
}

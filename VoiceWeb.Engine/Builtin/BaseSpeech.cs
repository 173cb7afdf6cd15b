using System.Buffers.Binary;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Plain speech from espeak-ng, the base that is carried over to a speaker: always the same samples for the same text. Safe for
/// concurrent use.
/// </summary>
internal sealed class BaseSpeech(EspeakProcess espeak, TextFrontEnd? text = null)
{
    private const int OutputRate = 22_050;
    private const int WordsPerMinute = 160;
    private const float HeadRoom = 0.8f; // espeak's peaks touch full scale; resampling must not exceed it
    private const double LeastSeconds = 0.05;

    private readonly TextFrontEnd _frontEnd = text ?? new TextFrontEnd();
    private volatile BaseVoices? _voices;

    /// <summary>Which languages can be spoken. Asked of the program once.</summary>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing.</exception>
    public async Task<BaseVoices> VoicesAsync(CancellationToken cancellationToken)
    {
        if (_voices is { } known)
        {
            return known;
        }

        // Two callers may ask at the same time: both are told the same.
        return _voices = BaseVoices.Parse(
            await espeak.RunAsync(["--voices"], string.Empty, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Says a sentence as the text front-end reads it, each stretch of it with the voice that can read it.</summary>
    /// <param name="text">What is written; may hold readings, pauses and languages that the writer set.</param>
    /// <param name="language">BCP 47 tag of its main language.</param>
    /// <returns>Spoken stretches in order, at least one, at the grid's rate.</returns>
    /// <exception cref="UnspeakableTextException">There is nothing in it that can be spoken, or nobody speaks the language.</exception>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing.</exception>
    public Task<IReadOnlyList<BasePiece>> SayAsync(string text, string language, CancellationToken cancellationToken) =>
        SayAsync(new Sentence(text, 0, language), cancellationToken);

    /// <summary>Says a sentence with the dictionaries that apply to it, else as the other overload.</summary>
    public async Task<IReadOnlyList<BasePiece>> SayAsync(Sentence sentence, CancellationToken cancellationToken)
    {
        var voices = await VoicesAsync(cancellationToken).ConfigureAwait(false);
        var pieces = new List<BasePiece>();
        foreach (var stretch in _frontEnd.Speak(sentence.Text, sentence.Language, sentence.Dictionaries))
        {
            foreach (var run in ScriptRun.Of(stretch, sentence.Language, voices))
            {
                var audio = await SayAsync(run, cancellationToken).ConfigureAwait(false);
                if (audio.Seconds >= LeastSeconds)
                {
                    pieces.Add(new BasePiece(run.Voice, audio));
                }
            }

            if (stretch.PauseAfter > TimeSpan.Zero && pieces.Count > 0)
            {
                var silence = new float[(int)(stretch.PauseAfter.TotalSeconds * AnalysisGrid.SampleRate)];
                pieces.Add(new BasePiece(pieces[^1].Voice, new AudioBuffer(silence, AnalysisGrid.SampleRate)));
            }
        }

        return pieces.Count > 0
            ? pieces
            : throw new UnspeakableTextException(
                "no-speakable-characters", "There is nothing in this sentence that can be spoken. Write at least one word or number.");
    }

    private async Task<AudioBuffer> SayAsync(ScriptRun run, CancellationToken cancellationToken)
    {
        string[] arguments = ["-v", run.Voice, "-s", $"{WordsPerMinute}", "-z", "--stdin", "--stdout", "-b", "1"];
        var wave = await espeak.RunAsync(arguments, run.Text, cancellationToken).ConfigureAwait(false);
        return Resampler.Convert(new AudioBuffer(SamplesOf(wave), OutputRate), AnalysisGrid.SampleRate);
    }

    /// <summary>Reads 16-bit mono samples to the end of the stream: the lengths in the header of a piped WAV are placeholders.</summary>
    private static float[] SamplesOf(ReadOnlySpan<byte> wave)
    {
        var data = wave.IndexOf("data"u8);
        if (data < 0)
        {
            return [];
        }

        var bytes = wave[Math.Min(data + 8, wave.Length)..];
        var samples = new float[bytes.Length / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) * HeadRoom / 32_768;
        }

        return samples;
    }
}

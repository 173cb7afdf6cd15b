using System.Runtime.CompilerServices;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Engine.Speech;

/// <summary>
/// The engine inside this process: per sentence, text → voice model → level → pause → notice where it stands → mark. Each part, a sentence or a piece
/// of one, is yielded as soon as its mark has been set and read back. Holds no state of a request: safe for concurrent use.
/// </summary>
internal sealed class SpeechEngine(
    IEnumerable<IVoiceModel> models, GptSovitsVoiceModels imported, TextFrontEnd frontEnd, Watermarker watermarker, NoticeVoice notices)
    : ISpeechEngine, IVoiceFitter
{
    private readonly Dictionary<string, IVoiceModel> _models = models.ToDictionary(model => model.Name, StringComparer.Ordinal);

    public IReadOnlyList<VoiceModelStatus> Models => [.. _models.Values.Concat(imported.All()).Select(model => model.Status)];

    public IReadOnlyList<string> LanguagesOf(string model) => Usable(model).Languages;

    public Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Usable(request.Model).FitAsync(request, progress, cancellationToken);

    public async IAsyncEnumerable<SpokenPart> SpeakAsync(
        SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var model = Usable(request.Voice.Model);
        var sentences = frontEnd.Split(request.Text, request.Language)
            .Select(sentence => sentence with { Dictionaries = request.Dictionaries }).ToList();
        if (sentences.Count == 0)
        {
            throw new UnspeakableTextException(
                "no-speakable-characters", "The text has no letter or digit that could be spoken. Write at least one word.");
        }

        var notice = NoticePlacement.Of(request.Notice.Place, request.Text, sentences);
        var (index, piece) = (0, 0);
        WatermarkStream? mark = null;
        var level = new SentenceLevel(request.Settings.LevelDbfs);
        await foreach (var sound in Sounds(model, request.Voice, sentences, request.Settings, cancellationToken).ConfigureAwait(false))
        {
            var sentence = sentences[index];
            mark ??= watermarker.Begin(request.Mark, sound.Audio.SampleRate);
            var pause = sound.EndsSentence ? SentencePause.After(request.Text, sentences, index, request.Settings.SentencePause) : TimeSpan.Zero;
            var part = SentencePause.Append(level.Bring(sound), pause);
            if (request.Notice.Kind != NoticeKind.None && notice.Sentence == index && (notice.After ? sound.EndsSentence : piece == 0))
            {
                part = notice.Join(part, await notices
                    .SayAsync(request.Notice.Kind, sentence.Language, part.SampleRate, request.Settings.LevelDbfs, cancellationToken)
                    .ConfigureAwait(false));
            }

            yield return new SpokenPart(index, sentences.Count, sentence.Start, sentence.Text.Length, mark.Mark(part))
            {
                EndsSentence = sound.EndsSentence,
                Reading = piece == 0 ? ReadingOf(sentence) : SpokenReading.None,
            };
            piece++;
            if (sound.EndsSentence)
            {
                (index, piece) = (index + 1, 0);
                level = new SentenceLevel(request.Settings.LevelDbfs);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        if (index != sentences.Count)
        {
            throw new InvalidOperationException($"{model.Name} spoke {index} of {sentences.Count} sentences.");
        }
    }

    private static IAsyncEnumerable<SpokenSound> Sounds(
        IVoiceModel model, VoiceReference voice, IReadOnlyList<Sentence> sentences, SpeechSettings settings, CancellationToken cancellationToken) =>
        model is IStreamingVoiceModel streaming
            ? streaming.StreamAsync(voice, sentences, settings, cancellationToken)
            : model.SpeakAsync(voice, sentences, settings, cancellationToken).Select(speech => new SpokenSound(speech, EndsSentence: true, VoicePower: 0));

    private SpokenReading ReadingOf(Sentence sentence)
    {
        var analysis = frontEnd.Analyze(sentence.Text, sentence.Language, dictionaries: sentence.Dictionaries);
        return new SpokenReading(analysis.Normalized, string.Join(' ', analysis.Phones));
    }

    private IVoiceModel Usable(string name)
    {
        // Models can be imported and removed while the program runs.
        var known = _models.Values.Concat(imported.All()).ToList();
        if (known.Find(model => model.Name == name) is not { } model)
        {
            var names = string.Join(", ", known.Select(other => other.Name).Order(StringComparer.Ordinal));
            throw new EngineUnavailableException(new EngineStatement("model-unknown", $"There is no voice model \"{name}\" here. Known: {names}."));
        }

        var status = model.Status;
        return status.Available ? model : throw new EngineUnavailableException(status.Statement);
    }
}

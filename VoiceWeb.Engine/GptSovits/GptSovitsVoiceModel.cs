using System.Runtime.CompilerServices;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Speaks with a converted GPT-SoVITS model: phones to semantic codes to samples. Networks are opened at first use.</summary>
internal sealed class GptSovitsVoiceModel : IStreamingVoiceModel, IDisposable
{
    /// <summary>Sentences that are decoded together. Weights are read once for all of them, which is what a step costs.</summary>
    private const int BatchSize = 4;

    private readonly string _folder;
    private readonly SessionFactory _sessions;
    private readonly SharedModel _model;
    private readonly TextFrontEnd _text;

    /// <param name="name">Name of the voice model, such as <c>gpt-sovits:base</c>.</param>
    /// <param name="folder">Folder of the converted model.</param>
    /// <param name="sessions">Opens networks.</param>
    /// <param name="text">Reads what is written.</param>
    public GptSovitsVoiceModel(string name, string folder, SessionFactory sessions, TextFrontEnd text)
    {
        _text = text;
        Name = name;
        _folder = folder;
        _sessions = sessions;
        _model = new SharedModel(() => new LoadedModel(folder, sessions));
    }

    public string Name { get; }

    public VoiceModelStatus Status
    {
        get
        {
            try
            {
                var manifest = ModelManifest.Load(_folder);
                var providers = _sessions.Providers;
                return new VoiceModelStatus(Name, providers.Usable, providers.Usable ? About(manifest).Then(providers.Statement) : providers.Statement);
            }
            catch (ModelImportException failure)
            {
                return new VoiceModelStatus(Name, false, new(failure.Reason, failure.Message, failure.Arguments));
            }
        }
    }

    public IReadOnlyList<string> Languages => LanguagesOf(ModelManifest.Load(_folder));

    /// <summary>Chinese needs its language model; English needs none.</summary>
    public static IReadOnlyList<string> LanguagesOf(ModelManifest manifest) => manifest.HasBert ? ["zh", "en"] : ["en"];

    public Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => Fit(request, progress, cancellationToken), cancellationToken);

    public async IAsyncEnumerable<AudioBuffer> SpeakAsync(
        VoiceReference voice, IReadOnlyList<Sentence> sentences, SpeechSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sentence = new List<float>();
        await foreach (var sound in StreamAsync(voice, sentences, settings, cancellationToken).ConfigureAwait(false))
        {
            sentence.AddRange(sound.Audio.Samples);
            if (sound.EndsSentence)
            {
                yield return new AudioBuffer([.. sentence], sound.Audio.SampleRate);
                sentence.Clear();
            }
        }
    }

    public async IAsyncEnumerable<SpokenSound> StreamAsync(
        VoiceReference voice, IReadOnlyList<Sentence> sentences, SpeechSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (settings.PitchSemitones != 0)
        {
            throw new UnspeakableTextException("pitch-not-supported", "A GPT-SoVITS voice cannot be shifted in pitch. Set the pitch to 0, or choose the built-in voice.");
        }

        var speaker = GptVoice.Read(voice.Profile);
        using var use = _model.Use();
        var model = use.Model;
        if (speaker.ModelKey != model.Manifest.Key)
        {
            throw new EngineUnavailableException(new EngineStatement(
                "voice-other-model", "This voice was made with another SoVITS file than the model has. Make the voice again, or import the model it was made with."));
        }

        var pieces = SpokenPiece.Of(sentences, speaker, settings.CompatibleReading);
        // Only the first sentence is waited for: every other is ready while the one before is heard.
        var streams = pieces.TakeWhile(piece => piece.Number == 0).All(piece => piece.Voice.Power > 0);
        var decoder = new WaveformDecoder(model);
        var phones = new PhoneEncoder(model, _text);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = Task.FromResult<List<SentencePlan>>([]);
        try
        {
            // The first piece goes alone, so that something is heard early. While one batch becomes sound, which keeps the arithmetic busy, the next
            // one's codes are drawn, which waits for memory.
            var taken = 0;
            var whole = new List<float>();
            ahead = PlanNext();
            while (await ahead.ConfigureAwait(false) is { Count: > 0 } plans)
            {
                ahead = PlanNext();
                foreach (var plan in plans)
                {
                    var piece = pieces[plan.Index];
                    using var windows = decoder.Stream(plan.Codes, plan.Text.Phones, piece.Voice, settings.Speed, plan.Seed, stop.Token).GetEnumerator();
                    for (var isFirst = true; await Task.Run(windows.MoveNext, cancellationToken).ConfigureAwait(false); isFirst = false)
                    {
                        var sound = piece.WithPauses(windows.Current, isFirst);
                        var ends = windows.Current.IsLast && piece.IsLast;
                        whole.AddRange(sound.Samples);
                        if (ends || (streams && piece.Number == 0))
                        {
                            yield return new SpokenSound(new AudioBuffer([.. whole], SovitsConfig.SampleRate), ends, piece.Voice.Power);
                            whole.Clear();
                        }
                    }
                }
            }

            Task<List<SentencePlan>> PlanNext()
            {
                var batch = pieces.GetRange(taken, Math.Min(taken == 0 ? 1 : BatchSize, pieces.Count - taken));
                var first = taken;
                taken += batch.Count;
                return Task.Run(() => Plan(model, phones, batch, first, settings, stop.Token), CancellationToken.None);
            }
        }
        finally
        {
            // The model is given back only when nothing works with it any more.
            await stop.CancelAsync().ConfigureAwait(false);
            await ahead.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the networks once nobody uses them any more.</summary>
    public void Dispose() => _model.Dispose();

    private static List<SentencePlan> Plan(
        LoadedModel model, PhoneEncoder phones, List<SpokenPiece> batch, int first, SpeechSettings settings, CancellationToken cancellationToken) =>
        SentencePlan.Draw(model.Semantic, [.. batch.Select((piece, index) =>
        {
            var sentence = piece.Piece.Sentence with { Text = piece.Text };
            return new SentencePlan(
                first + index, phones.Encode(sentence, settings.CompatibleReading, cancellationToken), piece.Voice, SentencePlan.SeedOf(settings.Seed, piece.Text));
        })], cancellationToken);

    private FittedVoice Fit(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var use = _model.Use();
        return new GptVoiceBuilder(use.Model, _text, Name).Build(request, progress, cancellationToken);
    }

    private static EngineStatement About(ModelManifest manifest)
    {
        var version = manifest.Version.ToString().Replace("V", "v", StringComparison.Ordinal);
        var profile = manifest.Profile.ToString().ToLowerInvariant();
        return new EngineStatement("model-gpt-sovits", $"GPT-SoVITS {version}, {profile}.", version, new EngineStatement($"profile-{profile}", profile));
    }
}

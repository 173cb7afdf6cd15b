using System.Runtime.CompilerServices;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Speaks with a converted GPT-SoVITS model: phones to semantic codes to samples. Networks are opened at first use.</summary>
internal sealed class GptSovitsVoiceModel : IVoiceModel, IDisposable
{
    /// <summary>Sentences that are decoded together. Weights are read once for all of them, which is what a step costs.</summary>
    private const int BatchSize = 4;

    private const double MinClipSeconds = 0.1;
    private const int MaxWindows = 3; // stretches taken from one long recording

    private readonly string _folder;
    private readonly SessionFactory _sessions;
    private readonly SharedModel _model;
    private readonly SamplingSettings _sampling = new();
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
                return _sessions.Providers.Usable
                    ? new VoiceModelStatus(Name, true, $"GPT-SoVITS {manifest.Version.ToString().Replace("V", "v", StringComparison.Ordinal)}, {manifest.Profile.ToString().ToLowerInvariant()}; {_sessions.Providers.Summary}")
                    : new VoiceModelStatus(Name, false, _sessions.Providers.Summary);
            }
            catch (ModelImportException failure)
            {
                return new VoiceModelStatus(Name, false, failure.Message);
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
        if (settings.PitchSemitones != 0)
        {
            throw new UnspeakableTextException("pitch-not-supported", "A GPT-SoVITS voice cannot be shifted in pitch. Set the pitch to 0, or choose the built-in voice.");
        }

        var speaker = GptVoice.Read(voice.Profile);
        using var use = _model.Use();
        var model = use.Model;
        if (speaker.ModelKey != model.Manifest.Key)
        {
            throw new EngineUnavailableException("This voice was made with another SoVITS file than the model has. Make the voice again, or import the model it was made with.");
        }

        var decoder = new WaveformDecoder(model);
        var phones = new PhoneEncoder(model, _text);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = Task.FromResult<List<SentencePlan>>([]);
        try
        {
            // The first sentence goes alone, so that something is heard early. While one batch becomes sound, which keeps the arithmetic busy, the next
            // one's codes are drawn, which waits for memory.
            var taken = 0;
            ahead = PlanNext();
            while (await ahead.ConfigureAwait(false) is { Count: > 0 } plans)
            {
                ahead = PlanNext();
                foreach (var plan in plans)
                {
                    var samples = await Task.Run(
                        () => decoder.Decode(plan.Codes, plan.Text.Phones, speaker, settings.Speed, plan.Seed, stop.Token), cancellationToken).ConfigureAwait(false);
                    yield return new AudioBuffer(samples, SovitsConfig.SampleRate);
                }
            }

            Task<List<SentencePlan>> PlanNext()
            {
                var batch = Enumerable.Range(taken, Math.Min(taken == 0 ? 1 : BatchSize, sentences.Count - taken)).ToList();
                taken += batch.Count;
                return Task.Run(() => Plan(model, phones, speaker, sentences, batch, settings, stop.Token), CancellationToken.None);
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

    private List<SentencePlan> Plan(
        LoadedModel model, PhoneEncoder phones, GptVoice voice, IReadOnlyList<Sentence> sentences, List<int> batch, SpeechSettings settings,
        CancellationToken cancellationToken)
    {
        var plans = batch.ConvertAll(index =>
        {
            var sentence = sentences[index];
            var text = PhoneEncoder.Close(sentence.Text, sentence.Language);
            return new SentencePlan(index, phones.Encode(sentence with { Text = text }, settings.CompatibleReading, cancellationToken), voice, SentencePlan.SeedOf(settings.Seed, text));
        });
        var open = plans;
        while (open.Count > 0)
        {
            foreach (var result in model.Semantic.Decode(open.ConvertAll(plan => plan.Request(_sampling)), null, cancellationToken))
            {
                open[result.Index].Take(result);
            }

            open = open.FindAll(plan => !plan.Done);
        }

        return plans;
    }

    private FittedVoice Fit(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var clips = request.Clips.Where(clip => clip.Audio.Seconds >= MinClipSeconds).ToList();
        if (clips.Sum(clip => clip.Audio.Seconds) < ReferenceEncoder.MinPromptSeconds)
        {
            throw new VoiceFitException("too-short", $"The recordings are {clips.Sum(clip => clip.Audio.Seconds):0.0} s long together; at least {ReferenceEncoder.MinPromptSeconds:0} s of speech are needed.");
        }

        var notes = new List<string>();
        using var use = _model.Use();
        var model = use.Model;
        var reference = new ReferenceEncoder(model);
        var prompt = clips.Find(clip => !string.IsNullOrWhiteSpace(clip.Transcript)
            && clip.Audio.Seconds is >= ReferenceEncoder.MinPromptSeconds and <= ReferenceEncoder.MaxPromptSeconds);
        long[] codes = [];
        var text = new PhoneticText([], []);
        if (prompt is not null)
        {
            codes = reference.PromptCodes(prompt.Audio, cancellationToken);
            text = new PhoneEncoder(model, _text).Encode(
                new Sentence(PhoneEncoder.Close(prompt.Transcript!, request.Language), 0, request.Language), compatible: false, cancellationToken);
            notes.Add($"A recording of {prompt.Audio.Seconds:0.0} s with its transcript guides rhythm and melody.");
        }
        else
        {
            notes.Add(clips.Exists(clip => !string.IsNullOrWhiteSpace(clip.Transcript))
                ? $"No recording with a transcript is {ReferenceEncoder.MinPromptSeconds:0} to {ReferenceEncoder.MaxPromptSeconds:0} s long, so only the timbre is taken. Cut one to that length for rhythm and melody as well."
                : "There is no transcript, so only the timbre is taken. Add what was said in a recording of 3 to 10 s for rhythm and melody as well.");
        }

        progress?.Report(0.5);
        var references = clips.SelectMany(clip => References(clip.Audio, notes)).ToList();
        var (textStyle, flow, vocoder) = reference.Style(references, cancellationToken);
        notes.Add(references.Count == 1 ? "The timbre comes from one stretch of speech." : $"The timbre is the mean of {references.Count} stretches of speech.");
        progress?.Report(1);
        var voice = new GptVoice(model.Manifest.Key, codes, text, textStyle, flow, vocoder);
        return new FittedVoice(
            new VoiceReference(Name, voice.ToBytes()), new FitReport(null, null, null, null, null, prompt is not null, notes, []));
    }

    /// <summary>A recording of up to ten seconds as it is; of a longer one its best stretches, each said to the user.</summary>
    private static IEnumerable<AudioBuffer> References(AudioBuffer audio, List<string> notes)
    {
        if (audio.Seconds <= ReferenceEncoder.MaxPromptSeconds)
        {
            return [audio];
        }

        var windows = ReferenceWindowFinder.Find(audio, MaxWindows);
        notes.AddRange(windows.Select(window => window.Reasons));
        return windows.Select(window => ReferenceWindowFinder.Cut(audio, window));
    }
}

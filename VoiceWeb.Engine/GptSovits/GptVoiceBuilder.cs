using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Makes a voice from recordings: from the stretches that somebody chose, or from the best that are found.</summary>
internal sealed class GptVoiceBuilder(LoadedModel model, TextFrontEnd frontEnd, string name)
{
    private const double MinClipSeconds = 0.1;
    private const int MaxWindows = 3; // stretches taken from one long recording
    private const double Slack = 0.02; // seconds; ends are given in hundredths

    // What the voice says to itself so that its level is known. Everyday words, nothing else depends on them.
    private const string ProbeChinese = "今天天气很好，我们一起去公园散步。", ProbeEnglish = "We walked through the park and talked about the weather.";

    private readonly ReferenceEncoder _encoder = new(model);
    private readonly PhoneEncoder _phones = new(model, frontEnd);

    /// <exception cref="VoiceFitException">There is too little speech, or a chosen stretch does not fit its recording.</exception>
    public FittedVoice Build(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var notes = new List<EngineStatement>();
        var chosen = request.References.ToLookup(reference => reference.Style ?? "");
        var own = chosen[""].ToList() is { Count: > 0 } byHand
            ? Choose(byHand, request, notes, cancellationToken)
            : Find(request, notes, cancellationToken);
        progress?.Report(0.5);
        var voice = Measure(own, request.Language, cancellationToken);
        var slots = new Dictionary<string, GptVoice>();
        foreach (var style in chosen.Where(style => style.Key.Length > 0))
        {
            slots[style.Key] = Measure(Choose([.. style], request, notes, cancellationToken), request.Language, cancellationToken);
            progress?.Report(0.5 + 0.5 * (slots.Count + 1) / (chosen.Count + 1));
        }

        if (slots.Count > 0)
        {
            var names = string.Join(", ", slots.Keys.Order(StringComparer.Ordinal));
            notes.Add(new("fit-styles", $"Styles: {names}. Write [slot:name] before a text to have it said in one.", names));
        }

        progress?.Report(1);
        return new FittedVoice(
            new VoiceReference(name, (voice with { Slots = slots }).ToBytes()), new FitReport(null, null, null, null, null, voice.Prompt.Length > 0, notes, []));
    }

    /// <summary>A voice, or a style of one, from stretches that somebody chose.</summary>
    private GptVoice Choose(List<FitReference> references, VoiceFitRequest request, List<EngineStatement> notes, CancellationToken cancellationToken)
    {
        var audios = references.Select(reference => Cut(reference, request)).ToList();
        var prompt = references.Select((reference, index) => (reference.Transcript, Audio: audios[index])).FirstOrDefault(one => !string.IsNullOrWhiteSpace(one.Transcript));
        var note = prompt.Audio is null
            ? new EngineStatement("fit-chosen-timbre", "No chosen stretch has a transcript, so only the timbre is taken.")
            : new EngineStatement(
                "fit-chosen-prompt",
                $"A stretch of {prompt.Audio.Seconds:0.0} s with its transcript guides rhythm and melody; the timbre is the mean of {audios.Count} {(audios.Count == 1 ? "stretch" : "stretches")}.",
                prompt.Audio.Seconds,
                audios.Count);
        notes.Add(references[0].Style is { } name ? new("fit-style", $"Style \"{name}\": {note.English}", name, note) : note);
        return Make(prompt.Audio, prompt.Transcript, audios, request.Language, cancellationToken);
    }

    private static AudioBuffer Cut(FitReference reference, VoiceFitRequest request)
    {
        if (reference.Clip < 0 || reference.Clip >= request.Clips.Count)
        {
            throw new VoiceFitException("reference-gone", "A stretch was chosen from a recording that is not there any more. Choose again.");
        }

        var audio = request.Clips[reference.Clip].Audio;
        if (reference.Seconds < ReferenceEncoder.MinPromptSeconds - Slack || reference.Seconds > ReferenceEncoder.MaxPromptSeconds + Slack)
        {
            throw new VoiceFitException("reference-length", $"A stretch of {reference.Seconds:0.0} s was chosen; it must be {ReferenceEncoder.MinPromptSeconds:0} to {ReferenceEncoder.MaxPromptSeconds:0} s long.");
        }

        if (reference.StartSeconds < 0 || reference.StartSeconds + reference.Seconds > audio.Seconds + Slack)
        {
            throw new VoiceFitException("reference-outside", $"A stretch was chosen up to {reference.StartSeconds + reference.Seconds:0.0} s; its recording ends at {audio.Seconds:0.0} s.");
        }

        var start = (int)(reference.StartSeconds * audio.SampleRate);
        return new AudioBuffer(audio.Samples.AsSpan(start, Math.Min((int)(reference.Seconds * audio.SampleRate), audio.Samples.Length - start)).ToArray(), audio.SampleRate);
    }

    /// <summary>A voice from whole recordings: short ones as they are, of long ones the best stretches.</summary>
    private GptVoice Find(VoiceFitRequest request, List<EngineStatement> notes, CancellationToken cancellationToken)
    {
        var clips = request.Clips.Where(clip => clip.Audio.Seconds >= MinClipSeconds).ToList();
        if (clips.Sum(clip => clip.Audio.Seconds) < ReferenceEncoder.MinPromptSeconds)
        {
            throw new VoiceFitException("too-short", $"The recordings are {clips.Sum(clip => clip.Audio.Seconds):0.0} s long together; at least {ReferenceEncoder.MinPromptSeconds:0} s of speech are needed.");
        }

        var prompt = clips.Find(clip => !string.IsNullOrWhiteSpace(clip.Transcript)
            && clip.Audio.Seconds is >= ReferenceEncoder.MinPromptSeconds and <= ReferenceEncoder.MaxPromptSeconds);
        notes.Add(prompt is not null
            ? new("fit-prompt", $"A recording of {prompt.Audio.Seconds:0.0} s with its transcript guides rhythm and melody.", prompt.Audio.Seconds)
            : clips.Exists(clip => !string.IsNullOrWhiteSpace(clip.Transcript))
                ? new EngineStatement(
                    "fit-prompt-length",
                    $"No recording with a transcript is {ReferenceEncoder.MinPromptSeconds:0} to {ReferenceEncoder.MaxPromptSeconds:0} s long, so only the timbre is taken. Choose a stretch and say what is spoken in it, for rhythm and melody as well.",
                    ReferenceEncoder.MinPromptSeconds,
                    ReferenceEncoder.MaxPromptSeconds)
                : new EngineStatement("fit-no-transcript", "There is no transcript, so only the timbre is taken. Choose a stretch and say what is spoken in it, for rhythm and melody as well."));
        var references = clips.SelectMany(clip => References(clip.Audio, notes, cancellationToken)).ToList();
        notes.Add(references.Count == 1
            ? new("fit-one-stretch", "The timbre comes from one stretch of speech.")
            : new EngineStatement("fit-stretches", $"The timbre is the mean of {references.Count} stretches of speech.", references.Count));
        return Make(prompt?.Audio, prompt?.Transcript, references, request.Language, cancellationToken);
    }

    private GptVoice Make(AudioBuffer? prompt, string? transcript, List<AudioBuffer> references, string language, CancellationToken cancellationToken)
    {
        var codes = prompt is null ? [] : _encoder.PromptCodes(prompt, cancellationToken);
        var text = prompt is null ? new PhoneticText([], [])
            : _phones.Encode(new Sentence(PhoneEncoder.Close(transcript!, language), 0, language), compatible: false, cancellationToken);
        var (textStyle, flow, vocoder) = _encoder.Style(references, cancellationToken);
        return new GptVoice(model.Manifest.Key, codes, text, textStyle, flow, vocoder);
    }

    /// <summary>The same voice with its level: it says a sentence, and that is measured.</summary>
    private GptVoice Measure(GptVoice voice, string language, CancellationToken cancellationToken)
    {
        var probe = model.Manifest.HasBert && !language.StartsWith("en", StringComparison.OrdinalIgnoreCase)
            ? new Sentence(ProbeChinese, 0, "zh")
            : new Sentence(ProbeEnglish, 0, "en");
        var plan = SentencePlan.Draw(
            model.Semantic, [new SentencePlan(0, _phones.Encode(probe, compatible: false, cancellationToken), voice, SentencePlan.SeedOf(0, probe.Text))], cancellationToken)[0];
        var samples = new WaveformDecoder(model).Decode(plan.Codes, plan.Text.Phones, voice, 1, plan.Seed, cancellationToken);
        return voice with { Power = ActivePower.Of(new AudioBuffer(samples, SovitsConfig.SampleRate)) };
    }

    /// <summary>
    /// A recording of up to ten seconds as it is; of a longer one its best stretches, each said to the user. Where the speaker seems to change only stretches of
    /// the best one's side are taken: the mean of two speakers is nobody's timbre.
    /// </summary>
    private static IEnumerable<AudioBuffer> References(AudioBuffer audio, List<EngineStatement> notes, CancellationToken cancellationToken)
    {
        if (audio.Seconds <= ReferenceEncoder.MaxPromptSeconds)
        {
            return [audio];
        }

        var found = new ReferenceWindowFinder(audio).Find(MaxWindows, cancellationToken);
        var windows = found.Where(window => window.SpeakerPart == found[0].SpeakerPart && window.ChangeSeconds == found[0].ChangeSeconds).ToList();
        notes.AddRange(windows.Select(window => window.Statement));
        return windows.Select(window => ReferenceWindowFinder.Cut(audio, window));
    }
}

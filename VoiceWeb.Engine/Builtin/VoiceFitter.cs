using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Learns a voice from recordings of a speaker. Safe for concurrent use.</summary>
internal sealed class VoiceFitter(BaseReader reader, SpeechAnalyzer analyzer, VocoderSynthesis synthesis)
{
    private const double UsualJitter = 0; // one percent took a word in twenty-five, and made voices noisier than their speakers
    private const double CountedShare = 0.9; // a tenth fewer syllables stand out of natural speech than of the base's: 10.7 and 10.1 % in twice twelve voices

    private readonly TextFrontEnd _text = new();
    private readonly Calibrator _calibrator = new(analyzer, synthesis);

    /// <exception cref="VoiceFitException">The recordings cannot become a voice.</exception>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing.</exception>
    public async Task<(VoiceProfile Profile, FitReport Report)> FitAsync(
        IReadOnlyList<FitClip> clips, string language, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var notes = new List<EngineStatement>();
        var material = await GatherAsync(clips, language, notes, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(0.45);
        var aligned = Align(material, notes, cancellationToken);
        material.ReleaseScript();
        progress?.Report(0.55);
        var profile = Learn(material, aligned, cancellationToken);
        progress?.Report(0.7);
        var mapped = profile.Spectrum.Apply(
            aligned.Source.First(material.Loop.Sum(sentence => sentence.Frames.Count)), leaveOut: true, cancellationToken);
        var (calibrated, voice) = _calibrator.Calibrate(profile, material.Loop, mapped, material.Measure, cancellationToken);
        progress?.Report(1);
        return (calibrated, FitReports.Make(calibrated, material.Measure, voice, aligned.Alignment is not null, aligned.Rate, notes));
    }

    /// <summary>Listens to the recordings and has the base speech say the same.</summary>
    private async Task<FitMaterial> GatherAsync(
        IReadOnlyList<FitClip> clips, string language, List<EngineStatement> notes, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var material = new FitMaterial(new SpeakerSamples(analyzer).Prepare(clips, notes, cancellationToken));
        progress?.Report(0.3);
        await ReadScriptAsync(material, language, cancellationToken).ConfigureAwait(false);
        return material;
    }

    /// <summary>Finds the warp, and which frames of both sides belong together.</summary>
    private static AlignedMaterial Align(FitMaterial material, List<EngineStatement> notes, CancellationToken cancellationToken)
    {
        var (script, band) = (material.Script, material.Band);
        Describe(band, material.Whispers, notes);
        var guess = material.Whispers ? new FrequencyWarp(1) : WarpEstimate.ByLikelihood(material.Target, script, band, cancellationToken);
        var alignment = material.Sections.Count > 0 && !material.Whispers
            ? TranscriptAlignment.Find(script, material.Target, material.Sections, band, guess, cancellationToken)
            : null;
        if (alignment is { Fits: false })
        {
            notes.Insert(0, new("fit-other-words", "The words do not fit the recording, so the transcript was not used. Correct it for a better likeness."));
            alignment = null;
        }

        var warp = alignment?.Warp ?? guess;
        var rate = alignment is not null
            ? Math.Clamp(alignment.Rate, 0.75, 1.4)
            : Math.Clamp(CountedShare * SyllableRate.Of(script) / Math.Max(material.SyllablesPerSecond, 0.1), 0.75, 1.3);
        return new AlignedMaterial(CepstralFrames.Of(script, warp, band), warp, alignment, rate);
    }

    private static VoiceProfile Learn(FitMaterial material, AlignedMaterial aligned, CancellationToken cancellationToken) => new(
        aligned.Warp.Factor,
        material.Band,
        material.Whispers ? new PitchMap(null, 0) : new PitchMap(material.Measure.MedianLog2, material.Measure.RangeOctaves),
        aligned.Rate,
        LearnMap(material, aligned, cancellationToken),
        new float[MelAxis.Points],
        new float[MelAxis.Points],
        new float[Aperiodicity.PointsHz.Length],
        UsualJitter);

    private static SpectralMap LearnMap(FitMaterial material, AlignedMaterial aligned, CancellationToken cancellationToken)
    {
        var usual = material.Whispers ? new float[Aperiodicity.PointsHz.Length] : [.. material.Measure.AperiodicityDb.Select(db => (float)db)];
        var (source, target) = (aligned.Source, material.Target);
        var colouring = MapLearner.Colouring(source, target, usual);
        if (aligned.Alignment is { } alignment)
        {
            return MapLearner.Paired(colouring, source, target, material.AperiodicityDb, alignment.Pairs, cancellationToken);
        }

        return MapLearner.HasBoth(source) && MapLearner.HasBoth(target)
            ? MapLearner.Unpaired(colouring, source, target, material.AperiodicityDb, cancellationToken)
            : colouring;
    }

    private static void Describe(BandLimit band, bool whispers, List<EngineStatement> notes)
    {
        if (whispers)
        {
            notes.Add(new("fit-whisper", "There is almost no voiced speech in the recording: the voice whispers. Speak up for a full voice."));
        }

        if (band.IsNarrow)
        {
            var kilohertz = band.HighHz / 1000;
            notes.Add(new(
                "fit-narrow",
                FormattableString.Invariant($"The recording ends at {kilohertz:0.0} kHz, like a telephone. What lies above was filled in and is not the speaker's own."),
                kilohertz));
        }
    }

    /// <summary>Has the transcripts, or for want of them a script of our own, spoken by the base speech.</summary>
    private async Task ReadScriptAsync(FitMaterial material, string language, CancellationToken cancellationToken)
    {
        var transcribed = material.Transcripts.All(transcript => !string.IsNullOrWhiteSpace(transcript));
        var speakerStart = 0;
        for (var recording = 0; transcribed && recording < material.Transcripts.Count; recording++)
        {
            var baseStart = material.ScriptFrames;
            foreach (var sentence in _text.Split(material.Transcripts[recording]!, language))
            {
                material.AddToScript(await reader.ReadAsync(sentence, cancellationToken).ConfigureAwait(false));
            }

            var speakerEnd = speakerStart + material.FramesOf(recording);
            material.Sections.Add(new SpokenSection(baseStart..material.ScriptFrames, speakerStart..speakerEnd));
            speakerStart = speakerEnd;
        }

        if (material.ScriptFrames > 0)
        {
            return;
        }

        material.Sections.Clear();
        var prose = ReadingScripts.ProseFor(language == "auto" ? "en" : language) ?? ReadingScripts.ProseFor("en")!;
        foreach (var sentence in prose.SelectMany(text => _text.Split(text, "auto")))
        {
            material.AddToScript(await reader.ReadAsync(sentence, cancellationToken).ConfigureAwait(false));
        }
    }
}

using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Learns a voice from recordings of a speaker. Safe for concurrent use.</summary>
internal sealed class VoiceFitter(BaseReader reader, SpeechAnalyzer analyzer, VocoderSynthesis synthesis)
{
    private const double WhisperSeconds = 0.8;
    private const double WhisperShare = 0.08; // of the speech: in noise, too, now and then a period is found
    private const float PeriodicDb = -5;
    private const double UsualJitter = 0; // one percent took a word in twenty-five, and made voices noisier than their speakers
    private const double RateTrust = 2.0 / 3; // full trust costs words
    private const double LoopSeconds = 30; // of the script, in the closed loop: more corrects nothing more

    private readonly TextFrontEnd _text = new();
    private readonly Calibrator _calibrator = new(analyzer, synthesis);

    /// <exception cref="VoiceFitException">The recordings cannot become a voice.</exception>
    /// <exception cref="EngineUnavailableException">espeak-ng is missing.</exception>
    public async Task<(VoiceProfile Profile, FitReport Report)> FitAsync(
        IReadOnlyList<FitClip> clips, string language, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        var samples = new SpeakerSamples(analyzer).Prepare(clips, notes, cancellationToken);
        progress?.Report(0.3);
        var speaker = SpeechFrames.Join([.. samples.Select(sample => sample.Frames)]);
        var band = BandLimit.Find(speaker, samples.Min(sample => sample.SourceRate));
        var whispers = PeriodicSeconds(speaker) < Math.Max(WhisperSeconds, WhisperShare * speaker.SpeechSeconds);
        Describe(band, whispers, notes);

        var transcribed = samples.All(sample => !string.IsNullOrWhiteSpace(sample.Transcript));
        var (sentences, sections) = await ReadScriptAsync(samples, transcribed, language, cancellationToken).ConfigureAwait(false);
        var script = SpeechFrames.Join([.. sentences.Select(sentence => sentence.Frames)]);
        var loop = Beginning(sentences, LoopSeconds); // the other sentences' frames stand in the script and can go
        progress?.Report(0.45);

        var guess = whispers ? new FrequencyWarp(1) : WarpEstimate.ByLikelihood(speaker, script, band, cancellationToken);
        var alignment = transcribed && !whispers
            ? TranscriptAlignment.Find(script, speaker, sections, band, guess, cancellationToken)
            : null;
        if (alignment is { Fits: false })
        {
            notes.Insert(0, "The words do not fit the recording, so the transcript was not used. Correct it for a better likeness.");
            alignment = null;
        }

        progress?.Report(0.55);
        var warp = alignment?.Warp ?? guess;
        var source = CepstralFrames.Of(script, warp, band);
        var target = CepstralFrames.Of(speaker, new FrequencyWarp(1), band);
        var measure = Measure(samples, cancellationToken);
        var map = LearnMap(source, target, speaker.AperiodicityDb!, alignment, whispers, measure, cancellationToken);
        progress?.Report(0.7);

        var ratio = alignment is not null
            ? Math.Clamp(alignment.Rate, 0.75, 1.4)
            : Math.Clamp(Math.Sqrt(SyllableRate.Of(script) / Math.Max(SyllableRate.Of(speaker), 0.1)), 0.85, 1.2);
        var profile = new VoiceProfile(
            warp.Factor,
            band,
            whispers ? new PitchMap(null, 0) : new PitchMap(measure.MedianLog2, measure.RangeOctaves),
            Math.Pow(ratio, RateTrust),
            map,
            new float[MelAxis.Points],
            new float[Aperiodicity.PointsHz.Length],
            UsualJitter);
        var mapped = map.Apply(source.First(loop.Sum(sentence => sentence.Frames.Count)), leaveOut: true, cancellationToken);
        var (calibrated, voice) = _calibrator.Calibrate(profile, loop, mapped, measure, cancellationToken);
        progress?.Report(1);
        return (calibrated, FitReports.Make(calibrated, measure, voice, alignment is not null, ratio, notes));
    }

    private static SpectralMap LearnMap(
        CepstralFrames source,
        CepstralFrames target,
        FrameMatrix aperiodicityDb,
        TranscriptAlignment? alignment,
        bool whispers,
        VoiceMeasure measure,
        CancellationToken cancellationToken)
    {
        var usual = whispers ? new float[Aperiodicity.PointsHz.Length] : [.. measure.AperiodicityDb.Select(db => (float)db)];
        var colouring = MapLearner.Colouring(source, target, usual);
        if (alignment is not null)
        {
            return MapLearner.Paired(colouring, source, target, aperiodicityDb, alignment.Pairs, cancellationToken);
        }

        return MapLearner.HasBoth(source) && MapLearner.HasBoth(target)
            ? MapLearner.Unpaired(colouring, source, target, aperiodicityDb, cancellationToken)
            : colouring;
    }

    /// <summary>Seconds in which the voice truly swings: voiced, and little noise in the two lowest bands.</summary>
    private static double PeriodicSeconds(SpeechFrames speaker) => (double)Enumerable.Range(0, speaker.Count)
        .Count(i => speaker.IsVoiced(i) && speaker.AperiodicityDb![i][0] < PeriodicDb && speaker.AperiodicityDb[i][1] < PeriodicDb)
        / AnalysisGrid.FramesPerSecond;

    private static void Describe(BandLimit band, bool whispers, List<string> notes)
    {
        if (whispers)
        {
            notes.Add("There is almost no voiced speech in the recording: the voice whispers. Speak up for a full voice.");
        }

        if (band.IsNarrow)
        {
            notes.Add(FormattableString.Invariant(
                $"The recording ends at {band.HighHz / 1000:0.0} kHz, like a telephone. What lies above was filled in and is not the speaker's own."));
        }
    }

    /// <summary>Has the transcripts, or for want of them a script of our own, spoken by the base speech.</summary>
    private async Task<(IReadOnlyList<BaseUtterance> Sentences, IReadOnlyList<SpokenSection> Sections)> ReadScriptAsync(
        IReadOnlyList<SpeakerSample> samples, bool transcribed, string language, CancellationToken cancellationToken)
    {
        var spoken = new List<BaseUtterance>();
        var sections = new List<SpokenSection>();
        int baseStart = 0, speakerStart = 0;
        foreach (var sample in samples.Where(_ => transcribed))
        {
            foreach (var sentence in _text.Split(sample.Transcript!, language))
            {
                spoken.Add(await reader.ReadAsync(sentence, cancellationToken).ConfigureAwait(false));
            }

            int baseEnd = spoken.Sum(utterance => utterance.Frames.Count), speakerEnd = speakerStart + sample.Frames.Count;
            sections.Add(new SpokenSection(baseStart..baseEnd, speakerStart..speakerEnd));
            (baseStart, speakerStart) = (baseEnd, speakerEnd);
        }

        if (spoken.Count == 0)
        {
            var prose = ReadingScripts.ProseFor(language == "auto" ? "en" : language) ?? ReadingScripts.ProseFor("en")!;
            foreach (var sentence in prose.SelectMany(text => _text.Split(text, "auto")))
            {
                spoken.Add(await reader.ReadAsync(sentence, cancellationToken).ConfigureAwait(false));
            }
        }

        return (spoken, sections);
    }

    private static List<BaseUtterance> Beginning(IReadOnlyList<BaseUtterance> sentences, double seconds)
    {
        var beginning = new List<BaseUtterance> { sentences[0] };
        var frames = sentences[0].Frames.Count;
        foreach (var sentence in sentences.Skip(1))
        {
            frames += sentence.Frames.Count;
            if (frames > seconds * AnalysisGrid.FramesPerSecond)
            {
                break;
            }

            beginning.Add(sentence);
        }

        return beginning;
    }

    private static VoiceMeasure Measure(IReadOnlyList<SpeakerSample> samples, CancellationToken cancellationToken)
    {
        var longest = samples.MaxBy(sample => sample.Frames.SpeechSeconds)!;
        var measure = VoiceMeasure.Of(longest.Audio, longest.Frames.PitchHz, cancellationToken);
        return measure with { LogPitch = [.. samples.SelectMany(sample => sample.Frames.LogPitch())] };
    }
}

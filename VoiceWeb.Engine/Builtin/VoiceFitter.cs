using VoiceWeb.Engine.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Learns a voice from recordings of a speaker. Safe for concurrent use.</summary>
internal sealed class VoiceFitter(BaseReader reader, SpeechAnalyzer analyzer, VocoderSynthesis synthesis)
{
    private const double WhisperSeconds = 0.8;
    private const double UsualJitter = 0.01;
    private const int LeastFramesOfClass = 80;

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
        var whispers = speaker.VoicedSeconds < WhisperSeconds;
        Describe(band, whispers, notes);

        var transcribed = samples.All(sample => !string.IsNullOrWhiteSpace(sample.Transcript));
        var script = await ReadScriptAsync(samples, transcribed, language, cancellationToken).ConfigureAwait(false);
        progress?.Report(0.5);

        var warp = whispers ? new FrequencyWarp(1) : WarpEstimate.ByLikelihood(speaker, script.Frames, band, cancellationToken);
        var source = CepstralFrames.Of(script.Frames, warp, band);
        var target = CepstralFrames.Of(speaker, new FrequencyWarp(1), band);
        var measure = Measure(samples);
        var ratio = transcribed
            ? Math.Clamp(speaker.SpeechSeconds / script.Frames.SpeechSeconds, 0.75, 1.4)
            : Math.Clamp(Math.Sqrt(SyllableRate.Of(script.Frames) / Math.Max(SyllableRate.Of(speaker), 0.1)), 0.85, 1.2);
        var profile = new VoiceProfile(
            warp.Factor,
            band,
            whispers ? new PitchMap(null, 0) : new PitchMap(measure.MedianLog2, measure.RangeOctaves),
            Math.Pow(ratio, 2.0 / 3),
            new SpectralMap(Colour(source, target), whispers ? new float[Aperiodicity.PointsHz.Length] : [.. measure.AperiodicityDb.Select(db => (float)db)]),
            new float[MelAxis.Points],
            new float[Aperiodicity.PointsHz.Length],
            UsualJitter);
        progress?.Report(0.6);

        var (calibrated, voice) = _calibrator.Calibrate(profile, script, profile.Spectrum.Apply(source), measure, cancellationToken);
        progress?.Report(1);
        return (calibrated, FitReports.Make(calibrated, measure, voice, transcribed, ratio, notes));
    }

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

    private async Task<BaseUtterance> ReadScriptAsync(
        IReadOnlyList<SpeakerSample> samples, bool transcribed, string language, CancellationToken cancellationToken)
    {
        var sentences = new List<Sentence>();
        if (transcribed)
        {
            sentences.AddRange(samples.SelectMany(sample => _text.Split(sample.Transcript!, language)));
        }

        if (sentences.Count == 0)
        {
            sentences.AddRange((ReadingScripts.ProseFor(language == "auto" ? "en" : language) ?? ReadingScripts.ProseFor("en")!)
                .SelectMany(text => _text.Split(text, "auto")));
        }

        var spoken = new List<BaseUtterance>();
        foreach (var sentence in sentences)
        {
            spoken.Add(await reader.ReadAsync(sentence.Text, sentence.Language, cancellationToken).ConfigureAwait(false));
        }

        return BaseUtterance.Join(spoken);
    }

    private static VoicingPair<AffineMap> Colour(CepstralFrames source, CepstralFrames target)
    {
        var enough = HasBoth(source) && HasBoth(target);
        return VoicingPair<AffineMap>.Make(voiced => AffineMap.Colouring(
            Moments.Of(source.Cepstra.Select(Rows(source, voiced))), Moments.Of(target.Cepstra.Select(Rows(target, voiced)))));

        // A speaker who only whispers, or never does, has one class.
        int[] Rows(CepstralFrames frames, bool voiced) =>
            enough ? frames.SpeechOf(voiced) : [.. Enumerable.Range(0, frames.Count).Where(i => frames.Speech[i])];
    }

    private static bool HasBoth(CepstralFrames frames) =>
        frames.SpeechOf(voiced: true).Length >= LeastFramesOfClass && frames.SpeechOf(voiced: false).Length >= LeastFramesOfClass;

    private static VoiceMeasure Measure(IReadOnlyList<SpeakerSample> samples)
    {
        var longest = samples.MaxBy(sample => sample.Frames.SpeechSeconds)!;
        var measure = VoiceMeasure.Of(longest.Audio, longest.Frames);
        return measure with { LogPitch = [.. samples.SelectMany(sample => sample.Frames.LogPitch())] };
    }
}

using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Prepares recordings for learning: level, noise, pitch, and whether there is enough speech in them.</summary>
internal sealed class SpeakerSamples(SpeechAnalyzer analyzer)
{
    /// <summary>Least speech that a voice can be learned from, in seconds.</summary>
    public const double LeastSpeechSeconds = 3;

    /// <summary>Most speech that is used; little is gained beyond it.</summary>
    public const double MostSeconds = 90;

    private const double SilentDbfs = -65;
    private const double CleanDb = 25;
    private const double LeastSignalToNoiseDb = 8;

    private readonly WienerDenoiser _denoiser = new();

    /// <summary>Prepares all recordings.</summary>
    /// <param name="notes">Receives sentences for the user.</param>
    /// <exception cref="VoiceFitException">They cannot become a voice.</exception>
    public IReadOnlyList<SpeakerSample> Prepare(IReadOnlyList<FitClip> clips, List<EngineStatement> notes, CancellationToken cancellationToken)
    {
        if (clips.Count == 0)
        {
            throw new VoiceFitException("no-clips", "A voice needs at least one recording of the speaker.");
        }

        var samples = new List<SpeakerSample>();
        var room = MostSeconds;
        foreach (var clip in clips.TakeWhile(_ => room > 0.5))
        {
            samples.Add(Prepare(clip, room, cancellationToken));
            room -= samples[^1].Seconds;
        }

        var noise = samples.Min(sample => sample.Frames.SignalToNoiseDb);
        var speech = samples.Sum(sample => sample.Frames.SpeechSeconds);
        if (speech < LeastSpeechSeconds)
        {
            throw new VoiceFitException(
                "too-short", FormattableString.Invariant($"{LeastSpeechSeconds:0} seconds of speech are needed, this has {speech:0.0}. Record a little more."));
        }

        Describe(samples, clips, speech, noise, notes);
        return samples;
    }

    private static void Describe(IReadOnlyList<SpeakerSample> samples, IReadOnlyList<FitClip> clips, double speech, double noise, List<EngineStatement> notes)
    {
        if (noise < CleanDb)
        {
            notes.Add(new(
                "fit-noise", FormattableString.Invariant($"There is noise in the recording ({noise:0} dB below the speech). It was lowered; a quieter recording gives a better likeness."), noise));
        }

        if (speech < 8)
        {
            notes.Add(new("fit-little-speech", FormattableString.Invariant($"Only {speech:0.0} seconds of speech: usable, but 15 to 30 seconds give a better likeness."), speech));
        }

        if (clips.Sum(clip => clip.Audio.Seconds) > MostSeconds + 0.5)
        {
            notes.Add(new("fit-long", FormattableString.Invariant($"Only the first {MostSeconds:0} seconds of the recordings were used; more does not raise the likeness."), MostSeconds));
        }
    }

    private SpeakerSample Prepare(FitClip clip, double room, CancellationToken cancellationToken)
    {
        var whole = clip.Audio.Seconds <= room + 0.5;
        var used = whole ? clip.Audio : new AudioBuffer(clip.Audio.Samples[..(int)(room * clip.Audio.SampleRate)], clip.Audio.SampleRate);
        if (used.Samples.Any(sample => !float.IsFinite(sample)))
        {
            throw new VoiceFitException("corrupt", "The recording contains samples that are no numbers. Record or convert it again.");
        }

        var audio = SpeechAnalyzer.Level(used, AnalysisGrid.SampleRate);
        if (!(SpeechLevel.Measure(audio.Samples, AnalysisGrid.SampleRate) > SilentDbfs))
        {
            throw new VoiceFitException("silent", "The recording is silent. Check the microphone and record again.");
        }

        var frames = analyzer.AnalyzeLevelled(audio, withAperiodicity: true, cancellationToken);
        if (frames.SignalToNoiseDb < LeastSignalToNoiseDb)
        {
            throw new VoiceFitException(
                "too-noisy",
                FormattableString.Invariant($"The speech stands only {frames.SignalToNoiseDb:0} dB above the noise; {LeastSignalToNoiseDb:0} are needed. ")
                + "Record in a quieter place, nearer to the microphone.");
        }

        if (frames.SignalToNoiseDb < CleanDb)
        {
            var measured = frames.SignalToNoiseDb;
            var noisy = audio;
            audio = SpeechAnalyzer.Level(
                new AudioBuffer(_denoiser.Apply(noisy.Samples, cancellationToken), AnalysisGrid.SampleRate), AnalysisGrid.SampleRate);
            frames = analyzer.AnalyzeLevelled(audio, withAperiodicity: true, cancellationToken, pitchFrom: noisy) with { SignalToNoiseDb = measured };
        }

        // What was said in the part that was cut off nobody knows.
        return new SpeakerSample(
            frames, analyzer.Measure(audio, cancellationToken), audio.Seconds, clip.Audio.SampleRate, whole ? clip.Transcript : null);
    }
}

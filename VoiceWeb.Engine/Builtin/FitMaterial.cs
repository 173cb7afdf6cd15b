namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// What a voice is learned from, on its way through the learning. Envelopes are the largest things there: of the speaker's only the
/// cepstra are kept, the script's can be let go, so that a minute of speech fits into little memory.
/// </summary>
internal sealed class FitMaterial
{
    private const double LoopSeconds = 30; // of the script, in the closed loop: more corrects nothing more
    private const double WhisperSeconds = 0.8;
    private const double WhisperShare = 0.08; // of the speech: in noise, too, now and then a period is found
    private const float PeriodicDb = -5;

    private readonly List<BaseUtterance> _loop = [];
    private readonly List<SpeechFrames> _script = [];
    private readonly int[] _speakerFrames;
    private int _loopFrames;
    private bool _loopIsFull;

    /// <param name="samples">The speaker's recordings.</param>
    public FitMaterial(IReadOnlyList<SpeakerSample> samples)
    {
        var speaker = SpeechFrames.Join([.. samples.Select(sample => sample.Frames)]);
        var longest = samples.MaxBy(sample => sample.Frames.SpeechSeconds)!;
        Measure = longest.Measure with { LogPitch = [.. speaker.LogPitch()] };
        Transcripts = [.. samples.Select(sample => sample.Transcript)];
        _speakerFrames = [.. samples.Select(sample => sample.Frames.Count)];
        Band = BandLimit.Find(speaker, samples.Min(sample => sample.SourceRate));
        Whispers = PeriodicSeconds(speaker) < Math.Max(WhisperSeconds, WhisperShare * speaker.SpeechSeconds);
        Target = CepstralFrames.Of(speaker, new FrequencyWarp(1), Band);
        AperiodicityDb = speaker.AperiodicityDb!;
        SyllablesPerSecond = SyllableRate.Of(speaker);
    }

    /// <summary>What was said in each recording, when known.</summary>
    public IReadOnlyList<string?> Transcripts { get; }

    /// <summary>The recordings, measured.</summary>
    public VoiceMeasure Measure { get; }

    /// <summary>The band that the recordings cover.</summary>
    public BandLimit Band { get; }

    /// <summary>Whether there is almost no voiced speech.</summary>
    public bool Whispers { get; }

    /// <summary>The recordings, one after the other.</summary>
    public CepstralFrames Target { get; }

    /// <summary>Their aperiodicity. Shape (frames, points).</summary>
    public FrameMatrix AperiodicityDb { get; }

    /// <summary>Syllable-like nuclei a second of the speaker's speech.</summary>
    public double SyllablesPerSecond { get; }

    /// <summary>Which part of the script belongs to which recording; empty without transcript.</summary>
    public List<SpokenSection> Sections { get; } = [];

    /// <summary>The beginning of the script, a sentence each: what the closed loop reads.</summary>
    public IReadOnlyList<BaseUtterance> Loop => _loop;

    /// <summary>Number of frames that the script has so far.</summary>
    public int ScriptFrames { get; private set; }

    /// <summary>The base speech of what was said in them, or of a script of our own.</summary>
    public SpeechFrames Script => SpeechFrames.Join(_script);

    /// <summary>Number of frames of one recording.</summary>
    public int FramesOf(int recording) => _speakerFrames[recording];

    /// <summary>Adds a sentence to the script.</summary>
    public void AddToScript(BaseUtterance sentence)
    {
        _script.Add(sentence.Frames);
        ScriptFrames += sentence.Frames.Count;
        _loopIsFull |= _loop.Count > 0 && _loopFrames + sentence.Frames.Count > LoopSeconds * AnalysisGrid.FramesPerSecond;
        if (!_loopIsFull)
        {
            _loop.Add(sentence);
            _loopFrames += sentence.Frames.Count;
        }
    }

    /// <summary>Lets the script's envelopes go; the loop keeps its own.</summary>
    public void ReleaseScript() => _script.Clear();

    /// <summary>Seconds in which the voice truly swings: voiced, and little noise in the two lowest bands.</summary>
    private static double PeriodicSeconds(SpeechFrames speaker) => (double)Enumerable.Range(0, speaker.Count)
        .Count(i => speaker.IsVoiced(i) && speaker.AperiodicityDb![i][0] < PeriodicDb && speaker.AperiodicityDb[i][1] < PeriodicDb)
        / AnalysisGrid.FramesPerSecond;
}

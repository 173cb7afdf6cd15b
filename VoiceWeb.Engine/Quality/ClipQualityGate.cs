using System.Globalization;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Quality;

/// <summary>
/// Decides whether a recording can be made into a voice, and says why or what would be better. It measures; it does not listen
/// for who speaks or how they feel. Immutable: one instance may serve many threads.
/// </summary>
public sealed class ClipQualityGate
{
    private const double SilenceDbfs = -90; // below the last bit of 16-bit audio
    private const double LowestLevelDbfs = -120;

    private readonly ClipQualityOptions _options;

    /// <summary>A gate with the default limits.</summary>
    public ClipQualityGate()
        : this(new ClipQualityOptions())
    {
    }

    /// <param name="options">The limits.</param>
    public ClipQualityGate(ClipQualityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <summary>Measures and judges one recording.</summary>
    /// <param name="audio">The recording as it was decoded, at its own rate.</param>
    /// <param name="cancellationToken">Stops the measuring.</param>
    public ClipVerdict Assess(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var level = ActiveLevelMeter.Measure(audio)?.Dbfs ?? LowestLevelDbfs;
        if (level < SilenceDbfs)
        {
            return new ClipVerdict(ClipRating.Refused, audio.Seconds, 0, 0, 0, Math.Max(level, LowestLevelDbfs), [Silent(level)]);
        }

        var sound = Resampler.Convert(audio, PitchFrames.Rate);
        var activity = SpeechDetector.Find(PitchFrames.Of(sound.Samples, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        var snr = SnrEstimator.Estimate(sound.Samples, activity.IsSpeech) ?? 0;
        var speechSeconds = Math.Min(activity.Seconds, audio.Seconds);
        var clipped = ClippingDetector.Ratio(audio.Samples);
        var bandwidth = BandwidthMeter.Measure(audio, cancellationToken);

        List<ClipVerdictReason> reasons = [];
        AddSpeechReasons(reasons, audio.Seconds, speechSeconds, activity);
        if (speechSeconds > 0)
        {
            AddNoiseReasons(reasons, snr);
        }

        AddClippingReasons(reasons, clipped);
        AddLevelReasons(reasons, level);
        if (bandwidth < _options.GoodBandwidthHz)
        {
            reasons.Add(Reason(
                ClipReasonCodes.NarrowBand, false, bandwidth, _options.GoodBandwidthHz,
                $"The clip holds no sound above {bandwidth / 1_000:0.0} kHz, like a telephone line, so the voice will sound dull. Record with a microphone at 16 kHz or more, without a call in between."));
        }

        reasons = [.. reasons.OrderByDescending(reason => reason.Refuses)]; // a stable sort: the order above is that of gravity
        var rating = reasons.Count == 0 ? ClipRating.Good : reasons[0].Refuses ? ClipRating.Refused : ClipRating.Usable;
        return new ClipVerdict(rating, audio.Seconds, speechSeconds, snr, clipped, level, reasons) { BandwidthHz = bandwidth };
    }

    private ClipVerdictReason Silent(double level) => Reason(
        ClipReasonCodes.Silent, true, level, _options.MinLevelDbfs,
        $"The clip is silent. Check that the right microphone is chosen and switched on, then record again.");

    private void AddSpeechReasons(List<ClipVerdictReason> reasons, double duration, double speech, SpeechActivity activity)
    {
        double min = _options.MinSpeechSeconds, good = _options.GoodSpeechSeconds;
        if (duration < min)
        {
            reasons.Add(Reason(
                ClipReasonCodes.TooShort, true, duration, min,
                $"The clip is {duration:0.0} s long; at least {min:0.#} s of speech are needed. Read two or three sentences."));
        }
        else if (speech < min && activity.SteadyTonalSeconds > Math.Max(1, 0.3 * activity.LoudSeconds))
        {
            reasons.Add(Reason(
                ClipReasonCodes.ToneOrMusic, true, activity.SteadyTonalSeconds, min,
                $"Most of the clip is music, hum or a tone ({activity.SteadyTonalSeconds:0.0} s), and only {speech:0.0} s are speech. Record a voice alone, with nothing playing."));
        }
        else if (speech <= 0)
        {
            reasons.Add(Reason(
                ClipReasonCodes.NoSpeech, true, duration, min,
                $"No speech was found in {duration:0.0} s of sound. Speak close to the microphone, in a quiet room, and record again."));
        }
        else if (speech < min)
        {
            reasons.Add(Reason(
                ClipReasonCodes.TooLittleSpeech, true, speech, min,
                $"Only {speech:0.0} s of speech were found; at least {min:0.#} s are needed. Read two or three sentences."));
        }
        else if (speech < good)
        {
            reasons.Add(Reason(
                ClipReasonCodes.LittleSpeech, false, speech, good,
                $"The clip holds {speech:0.0} s of speech; a better voice needs {good:0.#} s. Read a few sentences more."));
        }
    }

    private void AddNoiseReasons(List<ClipVerdictReason> reasons, double snr)
    {
        if (snr < _options.MinSnrDb)
        {
            reasons.Add(Reason(
                ClipReasonCodes.TooNoisy, true, snr, _options.MinSnrDb,
                $"The voice stands only {snr:0} dB above the background; at least {_options.MinSnrDb:0} dB are needed. Close windows, switch off fans, and come closer to the microphone."));
        }
        else if (snr < _options.GoodSnrDb)
        {
            reasons.Add(Reason(
                ClipReasonCodes.Noisy, false, snr, _options.GoodSnrDb,
                $"The voice stands {snr:0} dB above the background; {_options.GoodSnrDb:0} dB make a clean voice. Close the window, and come closer to the microphone."));
        }
    }

    private void AddClippingReasons(List<ClipVerdictReason> reasons, double clipped)
    {
        if (clipped > _options.MaxClippedRatio)
        {
            reasons.Add(Reason(
                ClipReasonCodes.TooClipped, true, clipped, _options.MaxClippedRatio,
                $"{100 * clipped:0.0} % of the clip is cut off because it was recorded too loud. Move back a hand's width or turn the microphone down, and record again."));
        }
        else if (clipped > _options.GoodClippedRatio)
        {
            reasons.Add(Reason(
                ClipReasonCodes.Clipped, false, clipped, _options.GoodClippedRatio,
                $"{100 * clipped:0.00} % of the clip is cut off because it was recorded too loud. Move back a hand's width for the next take."));
        }
    }

    private void AddLevelReasons(List<ClipVerdictReason> reasons, double level)
    {
        if (level < _options.MinLevelDbfs)
        {
            reasons.Add(Reason(
                ClipReasonCodes.TooQuiet, true, level, _options.MinLevelDbfs,
                $"The clip is far too quiet ({level:0} dB; at least {_options.MinLevelDbfs:0} dB are needed). Turn the microphone up and come closer."));
        }
        else if (level < _options.GoodLevelDbfs)
        {
            reasons.Add(Reason(
                ClipReasonCodes.Quiet, false, level, _options.GoodLevelDbfs,
                $"The clip is quiet ({level:0} dB; {_options.GoodLevelDbfs:0} dB or more are better). Turn the microphone up or come closer."));
        }
    }

    private static ClipVerdictReason Reason(string code, bool refuses, double value, double limit, FormattableString message) =>
        new(code, message.ToString(CultureInfo.InvariantCulture)) { Refuses = refuses, Value = value, Limit = limit };
}

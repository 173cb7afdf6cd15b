using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// Closes the loop: has the new voice read the script, measures it as the recording was measured, and corrects spectrum, noisiness
/// and pitch by what is left of the difference.
/// </summary>
internal sealed class Calibrator(SpeechAnalyzer analyzer, VocoderSynthesis synthesis)
{
    private const int Rounds = 2;
    private const double SpectrumStep = 0.8;
    private const double SpectrumReachDb = 8;
    private const double SmoothingBands = 1.2;
    private const double NoiseStep = 0.7;
    private const double NoiseReachDb = 4;
    private const double PitchReachOctaves = 60.0 / 1200;
    private const double SentenceRange = 1.05;
    private const ulong Seed = 20_001;

    /// <summary>Corrects a profile.</summary>
    /// <param name="profile">The profile so far.</param>
    /// <param name="script">Base speech to read, a sentence each.</param>
    /// <param name="mapped">Its spectrum, mapped in such a way that no frame is its own teacher.</param>
    /// <param name="target">The recording, measured.</param>
    /// <returns>The corrected profile, and the voice measured with it.</returns>
    public (VoiceProfile Profile, VoiceMeasure Voice) Calibrate(
        VoiceProfile profile, IReadOnlyList<BaseUtterance> script, MappedFrames mapped, VoiceMeasure target, CancellationToken cancellationToken)
    {
        var speech = SpeechFrames.Join([.. script.Select(sentence => sentence.Frames)]);
        var now = (Profile: profile, Voice: Measure(profile, script, speech, mapped, cancellationToken));
        for (var round = 0; round < Rounds; round++)
        {
            var corrected = Correct(now.Profile, now.Voice, target, round == 0);
            now = (corrected, Measure(corrected, script, speech, mapped, cancellationToken));
        }

        // Single sentences move less than the whole script does.
        return now with { Profile = now.Profile with { Pitch = now.Profile.Pitch with { RangeOctaves = SentenceRange * now.Profile.Pitch.RangeOctaves } } };
    }

    private VoiceMeasure Measure(
        VoiceProfile profile, IReadOnlyList<BaseUtterance> script, SpeechFrames speech, MappedFrames mapped, CancellationToken cancellationToken)
    {
        var noise = new FrameMatrix(mapped.AperiodicityDb.Rows, mapped.AperiodicityDb.Columns, [.. mapped.AperiodicityDb.Values]);
        double[] pitch = [.. script.SelectMany(sentence => profile.Pitch.Apply(sentence, semitones: 0))];
        var audio = new AudioBuffer(
            synthesis.Render(
                new Converter(profile).Build(speech, mapped with { AperiodicityDb = noise }, pitch, AnalysisGrid.FrameSamples), Seed, cancellationToken),
            AnalysisGrid.SampleRate);
        return analyzer.Measure(audio, cancellationToken);
    }

    private static VoiceProfile Correct(VoiceProfile profile, VoiceMeasure voice, VoiceMeasure target, bool withRange)
    {
        var pitch = profile.Pitch;
        if (pitch.MedianLog2 is { } median && voice.LogPitch.Length > 0)
        {
            var missed = Math.Clamp(target.MedianLog2 - voice.MedianLog2, -PitchReachOctaves, PitchReachOctaves);
            var ratio = withRange ? Math.Clamp(target.RangeOctaves / Math.Max(voice.RangeOctaves, 0.02), 0.7, 1.3) : 1;
            pitch = new PitchMap(median + missed, pitch.RangeOctaves * ratio);
        }

        return profile with
        {
            Pitch = pitch,
            Equaliser = CorrectSpectrum(profile.Equaliser, VoiceMeasure.Difference(target, voice, profile.Band)),
            HissEqualiser = CorrectSpectrum(profile.HissEqualiser, VoiceMeasure.HissDifference(target, voice, profile.Band)),
            NoiseOffsetDb = [.. profile.NoiseOffsetDb.Select((offset, p) => (float)Math.Clamp(
                offset + NoiseStep * Math.Clamp(target.AperiodicityDb[p] - voice.AperiodicityDb[p], -NoiseReachDb, NoiseReachDb), -12, 6))],
        };
    }

    private static float[] CorrectSpectrum(float[] before, double[] difference)
    {
        var smooth = new double[difference.Length];
        for (var b = 0; b < smooth.Length; b++)
        {
            double sum = 0, weights = 0;
            for (var near = Math.Max(0, b - 4); near <= Math.Min(smooth.Length - 1, b + 4); near++)
            {
                if (double.IsFinite(difference[near]))
                {
                    var weight = Math.Exp(-0.5 * Math.Pow((near - b) / SmoothingBands, 2));
                    sum += weight * Math.Clamp(difference[near], -SpectrumReachDb, SpectrumReachDb);
                    weights += weight;
                }
            }

            smooth[b] = weights > 0 ? sum / weights : 0;
        }

        var equaliser = new float[MelAxis.Points];
        var firstMel = MelAxis.ToMel(VoiceMeasure.BandsHz[0]);
        var stepMel = MelAxis.ToMel(VoiceMeasure.BandsHz[1]) - firstMel;
        for (var i = 0; i < equaliser.Length; i++)
        {
            var at = Math.Clamp((MelAxis.ToMel(MelAxis.Frequencies[i]) - firstMel) / stepMel, 0, smooth.Length - 1);
            var below = Math.Min((int)at, smooth.Length - 2);
            var decibels = smooth[below] + (at - below) * (smooth[below + 1] - smooth[below]);
            equaliser[i] = before[i] + (float)(SpectrumStep * decibels * Math.Log(10) / 10);
        }

        return equaliser;
    }
}

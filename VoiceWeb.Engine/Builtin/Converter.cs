using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Carries base speech over to a voice. Immutable: one instance may serve many threads.</summary>
internal sealed class Converter(VoiceProfile profile)
{
    private readonly FrequencyWarp _warp = new(profile.WarpFactor);

    /// <summary>Converts an utterance.</summary>
    /// <param name="utterance">Base speech.</param>
    /// <param name="melody">What its closing mark asks for.</param>
    /// <param name="speed">Speaking rate against the voice's own. 0.5 to 2.</param>
    /// <param name="semitones">Pitch shift. -12 to 12.</param>
    public ParameterTrack Convert(
        BaseUtterance utterance, SentenceMelody melody, double speed, double semitones, CancellationToken cancellationToken)
    {
        var frames = CepstralFrames.Of(utterance.Frames, _warp, profile.Band);
        var pitch = profile.Pitch.Apply(utterance, semitones);
        melody.Apply(pitch);
        return Build(
            utterance.Frames,
            profile.Spectrum.Apply(frames, leaveOut: false, cancellationToken),
            pitch,
            AnalysisGrid.FrameSamples * profile.DurationFactor * melody.Duration / speed);
    }

    /// <summary>Makes a track of speech whose spectrum and pitch were mapped already.</summary>
    /// <param name="speech">Base speech.</param>
    /// <param name="mapped">Its mapped spectrum. Its aperiodicity is corrected in place.</param>
    /// <param name="pitchHz">Its mapped pitch, 0 where unvoiced.</param>
    /// <param name="frameSamples">Samples from one frame to the next.</param>
    public ParameterTrack Build(SpeechFrames speech, MappedFrames mapped, double[] pitchHz, double frameSamples)
    {
        var logMel = new FrameMatrix(speech.Count, MelAxis.Points);
        Span<float> warped = stackalloc float[MelAxis.Points];
        for (var i = 0; i < speech.Count; i++)
        {
            MelAxis.FromCepstrum(mapped.Cepstra[i], logMel[i]);
            TensorPrimitives.Add(logMel[i], pitchHz[i] > 0 ? profile.Equaliser : profile.HissEqualiser, logMel[i]);
            _warp.Apply(speech.LogMel[i], warped);
            profile.Band.Extend(logMel[i], warped);
            TensorPrimitives.Add(mapped.AperiodicityDb[i], profile.NoiseOffsetDb, mapped.AperiodicityDb[i]);
        }

        return new ParameterTrack(
            pitchHz, logMel, ParameterTrack.ToNoiseShare(mapped.AperiodicityDb, pitchHz), frameSamples, profile.Jitter);
    }
}

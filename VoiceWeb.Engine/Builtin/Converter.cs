using System.Numerics.Tensors;

namespace VoiceWeb.Engine.Builtin;

/// <summary>Carries base speech over to a voice. Immutable: one instance may serve many threads.</summary>
internal sealed class Converter(VoiceProfile profile)
{
    private readonly FrequencyWarp _warp = new(profile.WarpFactor);

    /// <summary>Converts an utterance.</summary>
    /// <param name="utterance">Base speech.</param>
    /// <param name="speed">Speaking rate against the voice's own. 0.5 to 2.</param>
    /// <param name="semitones">Pitch shift. -12 to 12.</param>
    public ParameterTrack Convert(BaseUtterance utterance, double speed, double semitones)
    {
        var frames = CepstralFrames.Of(utterance.Frames, _warp, profile.Band);
        return Build(utterance, profile.Spectrum.Apply(frames), speed, semitones);
    }

    /// <summary>Makes a track of an utterance whose spectrum was mapped already.</summary>
    public ParameterTrack Build(BaseUtterance utterance, MappedFrames mapped, double speed, double semitones)
    {
        var count = utterance.Frames.Count;
        var logMel = new FrameMatrix(count, MelAxis.Points);
        Span<float> warped = stackalloc float[MelAxis.Points];
        for (var i = 0; i < count; i++)
        {
            MelAxis.FromCepstrum(mapped.Cepstra[i], logMel[i]);
            TensorPrimitives.Add(logMel[i], profile.Equaliser, logMel[i]);
            _warp.Apply(utterance.Frames.LogMel[i], warped);
            profile.Band.Extend(logMel[i], warped);
            TensorPrimitives.Add(mapped.AperiodicityDb[i], profile.NoiseOffsetDb, mapped.AperiodicityDb[i]);
        }

        var pitch = profile.Pitch.Apply(utterance, semitones);
        return new ParameterTrack(
            pitch,
            logMel,
            ParameterTrack.ToNoiseShare(mapped.AperiodicityDb, pitch),
            AnalysisGrid.FrameSamples * profile.DurationFactor / speed,
            profile.Jitter);
    }
}

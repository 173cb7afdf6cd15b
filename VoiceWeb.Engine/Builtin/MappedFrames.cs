namespace VoiceWeb.Engine.Builtin;

/// <summary>Base speech after it was carried over to a speaker.</summary>
/// <param name="Cepstra">Shape (frames, <see cref="MelAxis.Order"/>).</param>
/// <param name="AperiodicityDb">Meaningful in voiced frames. Shape (frames, <see cref="Aperiodicity.PointsHz"/>).</param>
internal sealed record MappedFrames(FrameMatrix Cepstra, FrameMatrix AperiodicityDb);

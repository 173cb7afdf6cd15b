namespace VoiceWeb.Engine.Builtin;

/// <summary>Base speech brought near to a speaker, ready for a map to be learned.</summary>
/// <param name="Source">The script, warped.</param>
/// <param name="Warp">Warp of the frequency axis.</param>
/// <param name="Alignment">Which frames belong together; null where the words are not known or do not fit.</param>
/// <param name="Rate">Duration of the speaker's speech over the base's.</param>
internal sealed record AlignedMaterial(CepstralFrames Source, FrequencyWarp Warp, TranscriptAlignment? Alignment, double Rate);

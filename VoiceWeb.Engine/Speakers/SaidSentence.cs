using VoiceWeb.Engine.Builtin;

namespace VoiceWeb.Engine.Speakers;

/// <summary>A sentence as a voice says it: no sound, only what it would be made of.</summary>
/// <param name="LogMel">ln power density on the mel axis. Shape (frames, points).</param>
/// <param name="Stride">How many of these frames lie 10 ms apart; need not be whole.</param>
internal sealed record SaidSentence(FrameMatrix LogMel, double Stride);

using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>One thing that may happen to a marked file.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Tier">How hard it is.</param>
/// <param name="GoalBlind">Per cent of files that must be traced with the ledger alone.</param>
/// <param name="GoalAssisted">Per cent that must be traced when the server remembers sketches.</param>
/// <param name="Damage">Does it.</param>
internal sealed record MarkAttack(
    string Name, AttackTier Tier, int GoalBlind, int GoalAssisted, Func<AudioBuffer, AttackContext, AudioBuffer> Damage);

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Means over the attacks of a tier that were run.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Attacks">How many attacks.</param>
/// <param name="Blind">Mean per cent traced with the ledger alone.</param>
/// <param name="GoalBlind">Mean of the goals.</param>
/// <param name="Assisted">Mean per cent traced with ledger and sketches.</param>
/// <param name="GoalAssisted">Mean of the goals.</param>
public sealed record TierResult(AttackTier Tier, int Attacks, double Blind, double GoalBlind, double Assisted, double GoalAssisted);

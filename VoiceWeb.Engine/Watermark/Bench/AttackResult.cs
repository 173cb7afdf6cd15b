namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>How one attack went.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tier">How hard it is.</param>
/// <param name="Files">Files looked at.</param>
/// <param name="Blind">Per cent traced with the ledger alone.</param>
/// <param name="GoalBlind">Goal.</param>
/// <param name="Assisted">Per cent traced with ledger and sketches.</param>
/// <param name="GoalAssisted">Goal.</param>
/// <param name="Wrong">Files that led to a wrong rendering.</param>
public sealed record AttackResult(
    string Name, AttackTier Tier, int Files, double Blind, int GoalBlind, double Assisted, int GoalAssisted, int Wrong);

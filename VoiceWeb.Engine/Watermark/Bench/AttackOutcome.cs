namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>What became of one attacked clip. One line of the log.</summary>
/// <param name="Clip">Name of the clip.</param>
/// <param name="Attack">Name of the attack.</param>
/// <param name="Seed">What chance depended on.</param>
/// <param name="Print">Which mark the clip carried.</param>
/// <param name="Blind">Whether file, key and ledger led to the right rendering.</param>
/// <param name="Assisted">Whether the sketches did, where the former did not; true where it did.</param>
/// <param name="Wrong">Whether any search led to a wrong rendering.</param>
/// <param name="Score">Score of the best match.</param>
/// <param name="Chance">Bound on its false alarm.</param>
/// <param name="Seconds">Length of the attacked file.</param>
/// <param name="DetectSeconds">Time that the search took.</param>
internal sealed record AttackOutcome(
    string Clip, string Attack, string Seed, string Print, bool Blind, bool Assisted, bool Wrong, double Score, double Chance, double Seconds, double DetectSeconds);

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>One measured number.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
/// <param name="Note">What it was measured on.</param>
public sealed record BuiltinFigure(string Name, double Value, string Unit, string Note);

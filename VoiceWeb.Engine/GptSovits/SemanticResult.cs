namespace VoiceWeb.Engine.GptSovits;

/// <summary>The codes of one sentence.</summary>
/// <param name="Index">Which request.</param>
/// <param name="Codes">Codes at 25 a second, without prompt and end.</param>
/// <param name="Ended">Whether the network ended it; false when it ran into its limit.</param>
internal sealed record SemanticResult(int Index, long[] Codes, bool Ended);

namespace VoiceWeb.Engine.GptSovits;

/// <summary>One sentence for the text-to-semantic network.</summary>
/// <param name="Phones">Phones of the prompt, then of the sentence.</param>
/// <param name="Bert">Language features of those phones, (phones, 1024).</param>
/// <param name="Prompt">Codes of the prompt; empty when there is none.</param>
/// <param name="Seed">Seed of this sentence.</param>
/// <param name="MaxCodes">Most codes it may have, at 25 a second.</param>
/// <param name="Sampling">How codes are chosen.</param>
internal sealed record SemanticRequest(long[] Phones, float[] Bert, long[] Prompt, ulong Seed, int MaxCodes, SamplingSettings Sampling);

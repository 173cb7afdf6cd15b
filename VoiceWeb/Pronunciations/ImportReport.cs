using VoiceWeb.Engine.Text;

namespace VoiceWeb.Pronunciations;

/// <summary>What an import did.</summary>
/// <param name="Added">Words that were not there before.</param>
/// <param name="Replaced">Words that have another reading now.</param>
/// <param name="Unchanged">Words that were there already with the same reading.</param>
/// <param name="Problems">Each row that could not be used.</param>
/// <param name="Version">The dictionary's version now.</param>
public sealed record ImportReport(int Added, int Replaced, int Unchanged, IReadOnlyList<PronunciationProblem> Problems, int Version);

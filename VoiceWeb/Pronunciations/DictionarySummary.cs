using VoiceWeb.Data;

namespace VoiceWeb.Pronunciations;

/// <summary>A pronunciation dictionary in a list.</summary>
/// <param name="Id">Its id; a school's own dictionary has the school's.</param>
/// <param name="Scope">Whom it is for.</param>
/// <param name="Name">Name of a project's; empty for the others.</param>
/// <param name="Version">0 as long as nothing was ever in it.</param>
/// <param name="Words">How many words it holds.</param>
/// <param name="ChangedAt">When its version was made; null for version 0.</param>
/// <param name="MayChange">Whether the asker may change it.</param>
public sealed record DictionarySummary(
    Guid Id, LexiconScope Scope, string Name, int Version, int Words, DateTimeOffset? ChangedAt, bool MayChange);

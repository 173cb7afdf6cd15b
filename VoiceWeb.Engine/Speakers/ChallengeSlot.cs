namespace VoiceWeb.Engine.Speakers;

/// <summary>A place in a statement where one word of a list stands.</summary>
/// <param name="Word">The word that was to be read.</param>
/// <param name="Decoys">Other words of the same list, five or better nine: the reading must fit the word better than each of them.</param>
public sealed record ChallengeSlot(string Word, IReadOnlyList<string> Decoys);

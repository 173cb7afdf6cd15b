namespace VoiceWeb.Engine.Speakers;

/// <summary>A statement that was to be read, with its challenge words.</summary>
/// <param name="Parts">What stands around the words: one more than there are slots. The statement is part, word, part, word, ..., part.</param>
/// <param name="Slots">At least one.</param>
/// <param name="Language">BCP 47 tag.</param>
public sealed record ChallengeStatement(IReadOnlyList<string> Parts, IReadOnlyList<ChallengeSlot> Slots, string Language)
{
    /// <summary>The statement as it was to be read.</summary>
    public string Text => With(-1, string.Empty);

    /// <summary>The statement with another word in one slot.</summary>
    /// <param name="slot">Number of the slot; any other number changes nothing.</param>
    /// <param name="word">The other word.</param>
    /// <exception cref="InvalidOperationException">There is not one more part than slots.</exception>
    public string With(int slot, string word)
    {
        if (Slots.Count == 0 || Parts.Count != Slots.Count + 1)
        {
            throw new InvalidOperationException($"A statement of {Slots.Count} slots has {Slots.Count + 1} parts and at least one slot; this has {Parts.Count} parts.");
        }

        return Parts[0] + string.Concat(Slots.Select((own, i) => (i == slot ? word : own.Word) + Parts[i + 1]));
    }
}

namespace VoiceWeb.Audit;

/// <summary>What walking the chain found.</summary>
/// <param name="Entries">Entries that fit, from the first on.</param>
/// <param name="LastHash">Hash of the last entry that fits; noted elsewhere, it proves later that nothing before it was altered.</param>
/// <param name="Break">The first entry that does not fit; null when all do.</param>
public sealed record ChainVerdict(long Entries, string LastHash, ChainBreak? Break)
{
    /// <summary>Whether every entry fits.</summary>
    public bool Whole => Break is null;
}

/// <summary>The first entry that does not fit.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Kind">What does not fit.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Found">What is there.</param>
public sealed record ChainBreak(long Sequence, ChainBreakKind Kind, string Expected, string Found);

/// <summary>How an entry can fail to fit.</summary>
public enum ChainBreakKind
{
    /// <summary>One or more entries before it are missing.</summary>
    Gap,

    /// <summary>It does not follow the entry before it: that one was replaced, or this one was put in.</summary>
    WrongPredecessor,

    /// <summary>Its content was altered after it was written.</summary>
    Altered,

    /// <summary>The chain fits in itself, but the entries from here on are not those that a root was made over: history was rewritten.</summary>
    WrongRoot,
}

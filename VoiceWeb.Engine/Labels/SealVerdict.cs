namespace VoiceWeb.Engine.Labels;

/// <summary>What the signature in a label says.</summary>
public enum SealVerdict
{
    /// <summary>There is no signature of ours in the label.</summary>
    Absent,

    /// <summary>Our signature, for these fields and this very sound.</summary>
    Genuine,

    /// <summary>
    /// Our signature for these fields, but for another sound: the file was coded anew with its tags kept, or the label was carried over
    /// from another file.
    /// </summary>
    OtherSound,

    /// <summary>It looks like a signature of ours and is none: a field was altered, or it was forged.</summary>
    Forged,

    /// <summary>It names a key that this installation does not have.</summary>
    UnknownKey,
}

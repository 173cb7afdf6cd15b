namespace VoiceWeb.Data;

/// <summary>Under whose rules for labelling generated speech a school is. Decides what is heard of it where the school has not decided.</summary>
public enum LabelRegion
{
    /// <summary>Nobody has said it, or none of the others: nothing is heard.</summary>
    Elsewhere = 0,

    /// <summary>Measures for labelling of 2025 and GB 45438-2025: a label that is seen or heard, in the file too.</summary>
    China = 1,

    /// <summary>AI Act, article 50(4), and the code of practice: heard at the start.</summary>
    EuropeanUnion = 2,

    /// <summary>IT rules of 2026: heard at the start.</summary>
    India = 3,
}

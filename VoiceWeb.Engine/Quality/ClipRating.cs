namespace VoiceWeb.Engine.Quality;

/// <summary>How fit a recording is to make a voice of.</summary>
public enum ClipRating
{
    /// <summary>Nothing to object to.</summary>
    Good,

    /// <summary>It can be used, but the reasons say what would make a better voice.</summary>
    Usable,

    /// <summary>It cannot be used; the reasons say why, the gravest first.</summary>
    Refused,
}

namespace VoiceWeb.Engine;

/// <summary>How a sentence was read.</summary>
/// <param name="Words">What was said: numbers and signs in words.</param>
/// <param name="Phones">Its phones, with a space between each two; empty for a language whose phones the engine does not know.</param>
public sealed record SpokenReading(string Words, string Phones)
{
    /// <summary>Nothing is known of it.</summary>
    public static SpokenReading None { get; } = new(string.Empty, string.Empty);
}

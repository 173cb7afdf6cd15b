namespace VoiceWeb.Engine.Text;

/// <summary>A piece of a text that is spoken in one breath of the engine.</summary>
/// <param name="Text">What is written, with the writer's instructions.</param>
/// <param name="Start">Where it starts in the whole text, in UTF-16 units.</param>
/// <param name="Language">BCP 47 tag of its main language; never <c>auto</c>.</param>
public sealed record Sentence(string Text, int Start, string Language)
{
    /// <summary>The style slot that the writer set with <c>[slot:…]</c>, or null.</summary>
    public string? Slot { get; init; }

    /// <summary>The pronunciation dictionaries that apply.</summary>
    public PronunciationSet Dictionaries { get; init; } = PronunciationSet.None;
}

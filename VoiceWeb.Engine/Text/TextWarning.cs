namespace VoiceWeb.Engine.Text;

/// <summary>What could not be read, or was read with doubt.</summary>
/// <param name="Code">Stable name, such as <c>no-reading</c>, <c>no-phones</c>, <c>pause</c> or <c>slot</c>: pages translate by it.</param>
/// <param name="Sentence">In English, fit for a user.</param>
/// <param name="Arguments">What the sentence speaks of: the character, the instruction, the language.</param>
public sealed record TextWarning(string Code, string Sentence, params IReadOnlyList<string> Arguments)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => Sentence;
}

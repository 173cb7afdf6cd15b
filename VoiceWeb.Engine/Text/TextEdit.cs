namespace VoiceWeb.Engine.Text;

/// <summary>A change of a text at one place.</summary>
/// <param name="Start">Where it starts, in UTF-16 units.</param>
/// <param name="Length">How much is taken out there.</param>
/// <param name="Replacement">What is put in.</param>
public sealed record TextEdit(int Start, int Length, string Replacement)
{
    /// <summary>The text after the change.</summary>
    public string Apply(string text) => string.Concat(text.AsSpan(0, Start), Replacement, text.AsSpan(Start + Length));
}

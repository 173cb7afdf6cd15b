namespace VoiceWeb.Engine.Text;

/// <summary>How a text will be spoken: its spoken form, its phones, and what can be doubted about them.</summary>
/// <param name="Language">The mode that was asked for.</param>
/// <param name="Normalized">The spoken form of all segments together.</param>
/// <param name="Segments">Stretches of one language, in order.</param>
/// <param name="Phones">Phones of all segments together; symbols of GPT-SoVITS v2.</param>
/// <param name="Polyphones">Characters of the text that can be read in more than one way.</param>
/// <param name="Warnings">What could not be read, or was read with doubt, in sentences for a user.</param>
public sealed record TextAnalysis(
    string Language,
    string Normalized,
    IReadOnlyList<AnalyzedSegment> Segments,
    IReadOnlyList<string> Phones,
    IReadOnlyList<Polyphone> Polyphones,
    IReadOnlyList<string> Warnings);

namespace VoiceWeb.Engine.Text;

/// <summary>A stretch of text between two pauses or changes of language or style, without its markup.</summary>
/// <param name="Text">What is to be said; empty for a pause alone.</param>
/// <param name="Places">Where in the whole text each character stands, in UTF-16 units.</param>
/// <param name="Language">The language that the writer set, or null.</param>
/// <param name="Slot">The style slot that the writer set, or null.</param>
/// <param name="Overrides">Fixed readings, ascending, with places in <paramref name="Text"/>.</param>
/// <param name="PauseAfter">Silence that the writer asked for after it.</param>
internal sealed record MarkedStretch(
    string Text, int[] Places, string? Language, string? Slot, IReadOnlyList<ReadingOverride> Overrides, TimeSpan PauseAfter);

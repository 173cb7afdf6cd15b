using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Engine;

/// <summary>
/// A sentence, or a piece of a long one, spoken and marked. Parts of a request, in order and end to end, are the whole rendering.
/// </summary>
/// <param name="Index">0-based position of the sentence.</param>
/// <param name="Count">How many sentences the request has.</param>
/// <param name="TextStart">Where the sentence starts in the request's text, in UTF-16 units.</param>
/// <param name="TextLength">Its length in UTF-16 units.</param>
/// <param name="Audio">Marked speech, with the pause that follows the sentence.</param>
public sealed record SpokenPart(int Index, int Count, int TextStart, int TextLength, WatermarkedAudio Audio)
{
    /// <summary>Whether the sentence is complete with this part.</summary>
    public bool EndsSentence { get; init; } = true;

    /// <summary>How the sentence was read; said with its first part.</summary>
    public SpokenReading Reading { get; init; } = SpokenReading.None;
}

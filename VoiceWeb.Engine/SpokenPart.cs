using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Engine;

/// <summary>One sentence, spoken and marked. Parts of a request, in order and end to end, are the whole rendering.</summary>
/// <param name="Index">0-based position.</param>
/// <param name="Count">How many parts the request has.</param>
/// <param name="TextStart">Where the sentence starts in the request's text, in UTF-16 units.</param>
/// <param name="TextLength">Its length in UTF-16 units.</param>
/// <param name="Audio">Marked speech, with the pause that follows it.</param>
public sealed record SpokenPart(int Index, int Count, int TextStart, int TextLength, WatermarkedAudio Audio)
{
    /// <summary>How the sentence was read.</summary>
    public SpokenReading Reading { get; init; } = SpokenReading.None;
}

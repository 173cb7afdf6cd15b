using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Engine;

/// <summary>A text to be said by a voice, and the id its mark shall carry. Knows no users and no consent: the app has asked before.</summary>
/// <param name="Text">What to say. Any length; it is cut into sentences.</param>
/// <param name="Language">BCP 47 tag, or <c>auto</c>.</param>
/// <param name="Voice">Who says it.</param>
/// <param name="Mark">The id of this rendering.</param>
/// <param name="Settings">How it is to be said.</param>
public sealed record SpeechRequest(string Text, string Language, VoiceReference Voice, WatermarkId Mark, SpeechSettings Settings)
{
    /// <summary>The pronunciation dictionaries that apply.</summary>
    public PronunciationSet Dictionaries { get; init; } = PronunciationSet.None;

    /// <summary>What is to be heard of its being generated. It is not counted as a sentence: it belongs to the part beside it.</summary>
    public AudibleNotice Notice { get; init; } = AudibleNotice.None;
}

namespace VoiceWeb.Engine.Text;

/// <summary>What a base speech says, in order: one language at a time.</summary>
/// <param name="Language">BCP 47 tag; <c>zxx</c> for a pause alone.</param>
/// <param name="Text">Words; in Chinese pinyin with tone digits (<c>jin1 tian1</c>), fixed English readings as espeak-ng phonemes in double brackets.</param>
/// <param name="PauseAfter">Silence that the writer asked for after it.</param>
internal sealed record SpokenStretch(string Language, string Text, TimeSpan PauseAfter);

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>A word of a segmented text with its part of speech in jieba's tag set (<c>n</c>, <c>v</c>, <c>m</c>, <c>x</c> …).</summary>
internal readonly record struct TaggedWord(string Text, string Tag);

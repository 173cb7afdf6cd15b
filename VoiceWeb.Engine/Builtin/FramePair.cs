namespace VoiceWeb.Engine.Builtin;

/// <summary>A frame of base speech and the speaker's frame that sounds the same part of the same word.</summary>
internal readonly record struct FramePair(int Base, int Speaker);

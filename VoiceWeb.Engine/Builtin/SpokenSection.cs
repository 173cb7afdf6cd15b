namespace VoiceWeb.Engine.Builtin;

/// <summary>Which frames of the joined script and of the joined recordings say the same words.</summary>
internal readonly record struct SpokenSection(Range Base, Range Speaker);

namespace VoiceWeb.Engine.Text.Dictionaries;

/// <summary>The words <c>[Low, High)</c> of a list that share a beginning of <c>Depth</c> characters. The default value is the start.</summary>
internal readonly record struct PrefixWalk(int Low, int High, int Depth);

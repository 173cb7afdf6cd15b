namespace VoiceWeb.Engine.Checkpoints;

/// <summary>A tuple in a pickle.</summary>
internal sealed record PickleTuple(IReadOnlyList<object?> Items);

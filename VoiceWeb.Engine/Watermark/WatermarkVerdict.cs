namespace VoiceWeb.Engine.Watermark;

/// <summary>What a detector can say. It never says "human": that no mark is found proves nothing.</summary>
public enum WatermarkVerdict
{
    /// <summary>A mark of ours was read; chance would do it in fewer than one file in a million.</summary>
    Marked,

    /// <summary>No mark of ours was found.</summary>
    NotFound,

    /// <summary>There are traces, or too little sound, to tell either way.</summary>
    Inconclusive,
}

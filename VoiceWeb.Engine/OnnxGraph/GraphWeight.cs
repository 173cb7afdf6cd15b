namespace VoiceWeb.Engine.OnnxGraph;

/// <summary>Constant numbers of a graph.</summary>
/// <param name="Name">Unique in the graph; the same name in two graphs of one model is the same numbers.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Bytes">Makes the little-endian numbers when they are written, so that a large model never stands in memory as a whole.</param>
internal sealed record GraphWeight(string Name, OnnxType Type, long[] Shape, Func<ReadOnlyMemory<byte>> Bytes)
{
    /// <summary>How many numbers.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}

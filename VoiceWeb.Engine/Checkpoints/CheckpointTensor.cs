namespace VoiceWeb.Engine.Checkpoints;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Type">Float16, Float32 or Int64.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Values">Makes the numbers when their turn comes, so that a large checkpoint never stands in memory as a whole.</param>
internal sealed record CheckpointTensor(string Name, ElementType Type, long[] Shape, Func<float[]> Values)
{
    /// <summary>How many numbers.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}

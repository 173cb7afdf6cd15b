using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Collects tensors with seeded random numbers. A tensor's numbers depend on the seed and its name alone, and are made only when they
/// are written.
/// </summary>
internal sealed class RandomTensors(ulong seed)
{
    private readonly List<CheckpointTensor> _tensors = [];

    public IReadOnlyList<CheckpointTensor> All => _tensors;

    /// <summary>Normal numbers whose spread keeps the size of what passes through: 1 / root of the inputs.</summary>
    public void Weight(string name, params long[] shape)
    {
        var inputs = shape.Length > 1 ? shape.Skip(1).Aggregate(1L, (product, size) => product * size) : shape[0];
        Normal(name, 1 / Math.Sqrt(inputs), shape);
    }

    /// <summary>Normal numbers of a given spread.</summary>
    public void Normal(string name, double spread, params long[] shape) => Add(name, shape, () =>
    {
        var random = new Random(Seed(name));
        var values = new float[Count(shape)];
        for (var i = 0; i < values.Length; i++)
        {
            // A sum of four even numbers is near enough to normal, and far quicker than exact.
            values[i] = (float)((random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2) * Math.Sqrt(3) * spread);
        }

        return values;
    });

    /// <summary>The same number everywhere.</summary>
    public void Constant(string name, float value, params long[] shape) => Add(name, shape, () => [.. Enumerable.Repeat(value, (int)Count(shape))]);

    /// <summary>A weight and its bias.</summary>
    public void Layer(string name, params long[] shape)
    {
        Weight($"{name}.weight", shape);
        Normal($"{name}.bias", 0.02, shape[0]);
    }

    /// <summary>A weight as gain and direction, and its bias.</summary>
    public void NormedLayer(string name, long biases, params long[] shape)
    {
        Normal($"{name}.bias", 0.02, biases);
        Constant($"{name}.weight_g", 1, [shape[0], .. shape.Skip(1).Select(_ => 1L)]);
        Weight($"{name}.weight_v", shape);
    }

    /// <summary>Scale 1 and shift 0.</summary>
    public void Norm(string name, long size, string scale = "weight", string shift = "bias")
    {
        Constant($"{name}.{scale}", 1, size);
        Constant($"{name}.{shift}", 0, size);
    }

    /// <summary>Batch normalisation that changes nothing.</summary>
    public void BatchNorm(string name, long size)
    {
        Norm(name, size);
        Constant($"{name}.running_mean", 0, size);
        Constant($"{name}.running_var", 1, size);
    }

    public void Add(string name, long[] shape, Func<float[]> values) => _tensors.Add(new CheckpointTensor(name, ElementType.Float16, shape, values));

    private static long Count(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);

    private int Seed(string name)
    {
        var hash = 14695981039346656037 ^ seed; // FNV-1a: the same on every machine
        foreach (var unit in name)
        {
            hash = (hash ^ unit) * 1099511628211;
        }

        return (int)(hash ^ (hash >> 32));
    }
}

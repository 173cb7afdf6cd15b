namespace VoiceWeb.Engine.Checkpoints;

/// <summary>The tensors of a checkpoint by name. Asking for one says the shape that is expected, so a wrong file is refused in words.</summary>
internal sealed class StateDict
{
    private readonly Dictionary<string, TensorView> _tensors;

    public StateDict(IEnumerable<KeyValuePair<string, TensorView>> tensors) => _tensors = new Dictionary<string, TensorView>(tensors);

    /// <summary>Names of all tensors.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    public bool Contains(string name) => _tensors.ContainsKey(name);

    public TensorView? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <exception cref="CorruptCheckpointException">There is no tensor of that name.</exception>
    public TensorView this[string name] => Find(name)
        ?? throw new CorruptCheckpointException($"The checkpoint has no tensor '{name}': it is incomplete, or of another kind.");

    /// <summary>One tensor as fp32, row-major.</summary>
    /// <param name="name">Full name.</param>
    /// <param name="shape">Sizes it must have.</param>
    /// <exception cref="CorruptCheckpointException">It is missing, or has another shape.</exception>
    public float[] Floats(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = this[name];
        var fits = tensor.Shape.Count == shape.Length;
        for (var i = 0; fits && i < shape.Length; i++)
        {
            fits = tensor.Shape[i] == shape[i];
        }

        return fits ? tensor.ToFloats() : throw new CorruptCheckpointException(
            $"Tensor '{name}' has shape ({string.Join(", ", tensor.Shape)}), expected ({string.Join(", ", shape.ToArray())}).");
    }

    /// <summary>The tensors whose names begin with a prefix, under the rest of their names.</summary>
    public StateDict Under(string prefix) => new(_tensors
        .Where(tensor => tensor.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(tensor => KeyValuePair.Create(tensor.Key[prefix.Length..], tensor.Value)));

    /// <summary>1 + the highest number that follows a prefix in a name: how many layers of that prefix there are.</summary>
    public int CountLayers(string prefix)
    {
        var count = 0;
        foreach (var name in _tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var rest = name.AsSpan(prefix.Length);
            var dot = rest.IndexOf('.');
            if (dot > 0 && int.TryParse(rest[..dot], out var number))
            {
                count = Math.Max(count, number + 1);
            }
        }

        return count;
    }
}

using Microsoft.ML.OnnxRuntime;

namespace VoiceWeb.Engine.Inference;

/// <summary>The outputs of one run, by name. Owns them.</summary>
internal sealed class TensorSet : IDisposable
{
    private readonly IReadOnlyList<string> _names;
    private readonly IDisposableReadOnlyCollection<OrtValue> _values;

    internal TensorSet(IReadOnlyList<string> names, IDisposableReadOnlyCollection<OrtValue> values)
    {
        _names = names;
        _values = values;
    }

    /// <summary>Shape of one output.</summary>
    public long[] Shape(string name) => Find(name).GetTensorTypeAndShape().Shape;

    /// <summary>Values of one output, row-major; valid until the set is disposed.</summary>
    public ReadOnlySpan<T> Read<T>(string name)
        where T : unmanaged => Find(name).GetTensorDataAsSpan<T>();

    /// <summary>One output as an input of a further run. It stays this set's: it must not be disposed, nor used after the set is.</summary>
    public Tensor Tensor(string name) => Inference.Tensor.Borrow(Find(name));

    public void Dispose() => _values.Dispose();

    private OrtValue Find(string name)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (_names[i] == name)
            {
                return _values[i];
            }
        }

        throw new ArgumentException($"The network has no output '{name}'; it has {string.Join(", ", _names)}.", nameof(name));
    }
}

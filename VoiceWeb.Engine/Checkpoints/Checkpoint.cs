namespace VoiceWeb.Engine.Checkpoints;

/// <summary>An open checkpoint: its tensors, its settings, and the version its first bytes claim. Tensors are valid until it is disposed.</summary>
internal sealed class Checkpoint : IDisposable
{
    private readonly MappedFile _file;

    internal Checkpoint(MappedFile file, string? head, CheckpointMap root)
    {
        _file = file;
        Head = head;
        // Trained files wrap the tensors; Hugging Face files and the speaker network are the bare tensors.
        Config = root.Section("config");
        Info = root.Text("info");
        var weights = root.Section("weight") ?? root.Section("state_dict") ?? root;
        Weights = new StateDict(weights
            .Where(entry => entry.Value is TensorView)
            .Select(entry => KeyValuePair.Create(entry.Key, (TensorView)entry.Value!)));
        if (Weights.Names.Count == 0)
        {
            throw new CorruptCheckpointException("The file is readable, but holds no weights.");
        }
    }

    /// <summary>The two digits that newer trainers write over the first bytes: 05 for v2Pro, 06 for v2ProPlus; null for an ordinary file.</summary>
    public string? Head { get; }

    /// <summary>The settings the model was trained with; null when the file carries none.</summary>
    public CheckpointMap? Config { get; }

    /// <summary>A remark of the trainer, such as the number of epochs.</summary>
    public string? Info { get; }

    /// <summary>All tensors.</summary>
    public StateDict Weights { get; }

    /// <summary>Length of the file in bytes.</summary>
    public long Length => _file.Length;

    public void Dispose() => _file.Dispose();
}

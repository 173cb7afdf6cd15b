namespace VoiceWeb.Engine.Checkpoints;

/// <summary>What the few names that a checkpoint may mention stand for. Each is data here; none is ever looked up or called.</summary>
internal enum PickleGlobal
{
    /// <summary>An ordered dictionary.</summary>
    OrderedMap,

    /// <summary>A settings object: its attributes are read as a map.</summary>
    SettingsMap,

    /// <summary>A tensor from storage, offset, shape and strides.</summary>
    Tensor,

    /// <summary>A trainable tensor: a tensor.</summary>
    Parameter,

    /// <summary>The element type of a storage.</summary>
    Storage,

    /// <summary>A tuple of sizes.</summary>
    Size,

    /// <summary>Harmless bookkeeping of other programs (paths, sets, scalars): kept as nothing.</summary>
    Ignored,
}

namespace VoiceWeb.Storage;

/// <summary>There is no blob of this name: it was erased, or never saved.</summary>
public sealed class BlobMissingException(Guid id) : Exception($"The blob {id} is not in the store: it was erased, or never saved.")
{
    /// <summary>Name of the blob.</summary>
    public Guid Id { get; } = id;
}

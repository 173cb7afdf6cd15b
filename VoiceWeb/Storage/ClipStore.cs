namespace VoiceWeb.Storage;

/// <summary>Recordings that people gave, as they came and decoded. Kept apart from what is spoken: nothing here carries a mark.</summary>
public sealed class ClipStore(SealedBlobs blobs)
{
    /// <summary>Seals a recording, or its decoded form.</summary>
    public Task<SealedBlob> SaveAsync(Stream content, CancellationToken cancellationToken) => blobs.SaveAsync(content, cancellationToken);

    /// <summary>Opens a recording for reading, anywhere in it.</summary>
    /// <exception cref="BlobMissingException">It was erased.</exception>
    /// <exception cref="BlobDamagedException">Its bytes are not what was sealed.</exception>
    public Task<Stream> OpenAsync(Guid id, CancellationToken cancellationToken) => blobs.OpenAsync(id, cancellationToken);

    /// <summary>Erases a recording for good.</summary>
    public Task DeleteAsync(Guid id) => blobs.DeleteAsync(id);
}

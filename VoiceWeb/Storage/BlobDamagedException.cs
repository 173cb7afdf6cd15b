namespace VoiceWeb.Storage;

/// <summary>A blob's bytes are not what was sealed: altered, cut short, moved under another name, or its key is gone.</summary>
public sealed class BlobDamagedException(Guid id, string what, Exception? inner = null)
    : Exception($"The blob {id} is damaged: {what}. Restore it, and the keys folder if that was lost, from a backup.", inner)
{
    /// <summary>Name of the blob.</summary>
    public Guid Id { get; } = id;
}

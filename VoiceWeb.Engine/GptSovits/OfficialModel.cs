namespace VoiceWeb.Engine.GptSovits;

/// <summary>A set of published files that make one model.</summary>
/// <param name="Name">Short name, such as <c>v2Pro</c>.</param>
/// <param name="Repository">Repository of a Hugging Face style endpoint.</param>
/// <param name="Revision">The commit of it that names, lengths and hashes belong to.</param>
/// <param name="Files">All files that an import needs.</param>
public sealed record OfficialModel(string Name, string Repository, string Revision, IReadOnlyList<OfficialFile> Files)
{
    /// <summary>Length of all files whose length is known.</summary>
    public long Bytes => Files.Sum(file => file.Bytes ?? 0);
}

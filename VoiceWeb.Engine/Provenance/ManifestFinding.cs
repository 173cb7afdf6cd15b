namespace VoiceWeb.Engine.Provenance;

/// <summary>What a file's content credentials say.</summary>
/// <param name="Verdict">What they are worth.</param>
/// <param name="Signer">Whom the signer's certificate names; null where none could be read.</param>
/// <param name="Certificate">The signer's certificate in DER; empty where none could be read.</param>
/// <param name="Generated">Whether they say that a trained algorithm created the content.</param>
/// <param name="Fault">What is wrong with them; null when nothing is. For operators, in English.</param>
public sealed record ManifestFinding(ManifestVerdict Verdict, string? Signer, ReadOnlyMemory<byte> Certificate, bool Generated, string? Fault)
{
    /// <summary>There are none.</summary>
    public static ManifestFinding None { get; } = new(ManifestVerdict.Absent, null, default, false, null);
}

namespace VoiceWeb.Engine.Provenance;

/// <summary>What a file's content credentials are worth.</summary>
public enum ManifestVerdict
{
    /// <summary>The file has none.</summary>
    Absent,

    /// <summary>Whole, signed by the certificate in them, and for these very bytes. Whether that certificate is to be trusted is another question.</summary>
    Genuine,

    /// <summary>Signed, but for other bytes: the file was changed afterwards, or they were carried over from another file.</summary>
    OtherFile,

    /// <summary>Altered, or not as the specification lays them out.</summary>
    Broken,

    /// <summary>Signed or hashed in a way that this program does not read.</summary>
    Unreadable,
}

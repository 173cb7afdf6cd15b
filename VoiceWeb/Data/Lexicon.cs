namespace VoiceWeb.Data;

/// <summary>Whom a pronunciation dictionary is for; the numbers are those of the engine's scopes.</summary>
public enum LexiconScope
{
    /// <summary>Every school here.</summary>
    Installation = 0,

    /// <summary>One school.</summary>
    School = 1,

    /// <summary>Texts of a school that choose it: a subject, a course, a book.</summary>
    Project = 2,
}

/// <summary>Readings that a school, a project of it or the whole installation has laid down. The installation's belongs to no school.</summary>
public sealed class Lexicon : ITenantOwned
{
    /// <summary>Id of the installation's dictionary; its tenant is the empty id.</summary>
    public static readonly Guid InstallationId = new("00000000-0000-0000-0000-0000000000d1");

    /// <summary>A school's own dictionary has the school's id.</summary>
    public Guid Id { get; set; }

    public Guid TenantId { get; set; }

    public LexiconScope Scope { get; set; }

    /// <summary>Name of a project's dictionary, up to 80 characters; the others need none.</summary>
    public string Name { get; set; } = "";

    /// <summary>0 when new; one more with every change.</summary>
    public int Version { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>When it was taken away; recordings made with it can still be explained.</summary>
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <summary>How one word is read, from one version of its dictionary until another. Never changed: a new reading is a new row.</summary>
public sealed class LexiconWord : ITenantOwned
{
    public Guid Id { get; set; }

    public Guid DictionaryId { get; set; }

    public Guid TenantId { get; set; }

    /// <summary>As it stands in a text. Up to 64 characters.</summary>
    public string Written { get; set; } = "";

    /// <summary>The same in capitals: a dictionary holds a word once, whatever its case.</summary>
    public string Key { get; set; } = "";

    public string Language { get; set; } = "";

    /// <summary>Pinyin, ARPAbet, or the words to say instead.</summary>
    public string Reading { get; set; } = "";

    public bool IsAlias { get; set; }

    /// <summary>First version that has it.</summary>
    public int Since { get; set; }

    /// <summary>First version that no longer has it; null while it applies.</summary>
    public int? Until { get; set; }
}

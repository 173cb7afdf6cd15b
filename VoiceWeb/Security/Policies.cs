namespace VoiceWeb.Security;

/// <summary>Names of the rules of access, shared by pages and endpoints. A <see cref="CurrentUser"/> is what they ask.</summary>
public static class Policies
{
    /// <summary>Any role in a school.</summary>
    public const string Member = nameof(Member);

    /// <summary>May make voices and speak: teachers and administrators.</summary>
    public const string Speaker = nameof(Speaker);

    /// <summary>May read the school's records: auditors and administrators.</summary>
    public const string Auditor = nameof(Auditor);

    /// <summary>Runs a school.</summary>
    public const string SchoolAdmin = nameof(SchoolAdmin);

    /// <summary>Runs the installation.</summary>
    public const string Owner = nameof(Owner);
}

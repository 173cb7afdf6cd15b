namespace VoiceWeb.Data;

/// <summary>What a member may do in a school. The owner of the installation is no role but a mark on the account.</summary>
public enum TenantRole
{
    /// <summary>Listens to what the school has published; nothing else.</summary>
    Student = 0,

    /// <summary>Reads records and detects marks; every look is recorded; changes nothing.</summary>
    Auditor = 1,

    /// <summary>Uploads clips, makes voices, speaks.</summary>
    Teacher = 2,

    /// <summary>All that a teacher may, and members, reviews and settings of the school.</summary>
    Admin = 3,
}

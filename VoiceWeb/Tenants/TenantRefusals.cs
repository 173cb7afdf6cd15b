using VoiceWeb.Outcomes;

namespace VoiceWeb.Tenants;

/// <summary>What schools refuse.</summary>
internal static class TenantRefusals
{
    public static Forbidden NotAnAdministrator() =>
        new("not-an-administrator", "Only an administrator of the school may do this.");

    public static Forbidden NotTheOwner() =>
        new("not-the-owner", "Only the owner of this installation may do this.");

    public static Missing NoSuchMember() =>
        new("member-not-found", "This person is not a member of your school.");

    public static Missing NoSuchSchool() =>
        new("school-not-found", "This school does not exist.");

    public static Conflict InvitationOver() =>
        new("link-spent", "This link is no longer valid: it was used, replaced or has expired. Ask for a new one.");

    public static Conflict LastAdministrator() =>
        new("last-administrator", "This is the school's only administrator. Make somebody else an administrator first.");

    public static Invalid SchoolName(int max) =>
        new("school-name", $"Give the school a name of up to {max} characters.") { Arguments = [max] };
}

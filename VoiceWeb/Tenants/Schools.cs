using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Tenants;

/// <summary>The schools of the installation: the owner makes them, their administrators set them up, members choose among theirs.</summary>
public sealed class Schools(IDbContextFactory<VoiceWebDb> dbFactory, Invitations invitations, AuditTrail audit, TimeProvider clock)
{
    private const int MaxName = 120;
    private const int MaxDailyCharacters = 10_000_000;
    private const int MaxRetentionDays = 3650;

    /// <summary>Every school, by name, with counts; for the owner.</summary>
    public async Task<Result<IReadOnlyList<School>>> ListAsync(CurrentUser owner, CancellationToken cancellationToken)
    {
        if (!owner.IsOwner)
        {
            return TenantRefusals.NotTheOwner();
        }

        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        return await db.Tenants.AsNoTracking()
            .OrderBy(tenant => tenant.Name)
            .Select(tenant => new School(
                tenant.Id,
                tenant.Name,
                tenant.CreatedAt,
                db.Memberships.Count(place => place.TenantId == tenant.Id),
                db.Memberships.Count(place => place.TenantId == tenant.Id && place.Role == TenantRole.Admin),
                db.Voices.Count(voice => voice.TenantId == tenant.Id && !voice.IsSample)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>A new school and the invitation of its first administrator, saved together; gives the token for the link.</summary>
    public async Task<Result<string>> CreateAsync(CurrentUser owner, string name, string email, CancellationToken cancellationToken)
    {
        if (!owner.IsOwner)
        {
            return TenantRefusals.NotTheOwner();
        }

        if (name.Trim() is not { Length: > 0 and <= MaxName } trimmed)
        {
            return TenantRefusals.SchoolName(MaxName);
        }

        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var school = new Tenant { Id = Guid.NewGuid(), Name = trimmed, CreatedAt = clock.GetUtcNow() };
        db.Tenants.Add(school);
        audit.Append(db, school.Id, owner.Id, AuditEvent.TenantCreated, $"tenant:{school.Id}");
        var invited = invitations.Add(db, owner, school.Id, email, TenantRole.Admin);
        if (invited.Succeeded)
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        return invited;
    }

    /// <summary>The current user's own school.</summary>
    public async Task<Tenant> OwnAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        return await db.Tenants.AsNoTracking().SingleAsync(tenant => tenant.Id == user.TenantId, cancellationToken);
    }

    /// <summary>Saves the settings of the administrator's school.</summary>
    public async Task<Refusal?> ChangeAsync(CurrentUser admin, SchoolSettings settings, CancellationToken cancellationToken)
    {
        if (!admin.MayAdminister)
        {
            return TenantRefusals.NotAnAdministrator();
        }

        if (settings.Name.Trim() is not { Length: > 0 and <= MaxName } name)
        {
            return TenantRefusals.SchoolName(MaxName);
        }

        if (settings.DailyCharactersPerMember is < 0 or > MaxDailyCharacters)
        {
            return new Invalid("daily-characters", $"The daily quota lies between 0 and {MaxDailyCharacters:N0} characters.") { Arguments = [MaxDailyCharacters] };
        }

        if (settings.RenderingRetentionDays is < 1 or > MaxRetentionDays)
        {
            return new Invalid("retention-days", $"Generated audio is kept between 1 and {MaxRetentionDays:N0} days.") { Arguments = [MaxRetentionDays] };
        }

        if (!Enum.IsDefined(settings.LabelRegion) || !Enum.IsDefined(settings.LabelPlace) || settings.AudibleLabel is { } label && !Enum.IsDefined(label))
        {
            return new Invalid("audible-label", "Region, audible label or its place is none of those that are offered.");
        }

        await using var db = await dbFactory.OpenForTenantAsync(admin.TenantId, cancellationToken);
        var school = await db.Tenants.SingleAsync(tenant => tenant.Id == admin.TenantId, cancellationToken);
        school.Name = name;
        school.CloningEnabled = settings.CloningEnabled;
        school.DailyCharactersPerMember = settings.DailyCharactersPerMember;
        school.RenderingRetentionDays = settings.RenderingRetentionDays;
        school.LabelRegion = settings.LabelRegion;
        school.AudibleLabel = settings.AudibleLabel;
        school.LabelPlace = settings.LabelPlace;
        audit.Append(db, admin, AuditEvent.TenantChanged, $"tenant:{school.Id}", new
        {
            settings.CloningEnabled,
            settings.DailyCharactersPerMember,
            settings.RenderingRetentionDays,
            labelRegion = settings.LabelRegion.ToString(),
            audibleLabel = school.AudibleLabelInForce.ToString(),
            labelPlace = settings.LabelPlace.ToString(),
        });
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>The schools that an account belongs to, by name.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> OfAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var schools = await db.Memberships.AsNoTracking()
            .Where(place => place.UserId == userId)
            .Join(db.Tenants, place => place.TenantId, tenant => tenant.Id, (_, tenant) => new { tenant.Id, tenant.Name })
            .OrderBy(tenant => tenant.Name)
            .ToListAsync(cancellationToken);
        return [.. schools.Select(school => (school.Id, school.Name))];
    }

    /// <summary>Lets an account work in another of its schools from now on. The caller renews the session.</summary>
    public async Task<Refusal?> SwitchAsync(string userId, Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        if (!await db.Memberships.AnyAsync(place => place.UserId == userId && place.TenantId == tenantId, cancellationToken))
        {
            return TenantRefusals.NoSuchSchool();
        }

        var account = await db.Users.SingleAsync(user => user.Id == userId, cancellationToken);
        account.CurrentTenantId = tenantId;
        audit.Append(db, tenantId, userId, AuditEvent.TenantSwitched, $"tenant:{tenantId}");
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}

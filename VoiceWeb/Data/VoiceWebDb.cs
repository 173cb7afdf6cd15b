using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace VoiceWeb.Data;

/// <summary>
/// The database. A context sees nothing that belongs to a school until it is opened for one (<see cref="ScopeTo"/>) or for the
/// whole installation (<see cref="ScopeToInstallation"/>); it refuses to write rows of another school.
/// </summary>
public sealed class VoiceWebDb(DbContextOptions<VoiceWebDb> options) : IdentityUserContext<AppUser>(options)
{
    /// <summary>Name of the query filter that keeps schools apart.</summary>
    public const string TenantFilter = "tenant";

    private Guid? _tenantId;
    private bool _allTenants;

    public DbSet<Tenant> Tenants => Set<Tenant>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<OwnerLink> OwnerLinks => Set<OwnerLink>();

    public DbSet<Clip> Clips => Set<Clip>();

    public DbSet<Voice> Voices => Set<Voice>();

    public DbSet<VoiceClip> VoiceClips => Set<VoiceClip>();

    public DbSet<ConsentRecord> Consents => Set<ConsentRecord>();

    public DbSet<ConsentStep> ConsentSteps => Set<ConsentStep>();

    public DbSet<Rendering> Renderings => Set<Rendering>();

    public DbSet<RenderingPart> RenderingParts => Set<RenderingPart>();

    public DbSet<Lexicon> Lexicons => Set<Lexicon>();

    public DbSet<LexiconWord> LexiconWords => Set<LexiconWord>();

    public DbSet<PendingErasure> PendingErasures => Set<PendingErasure>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditRoot> AuditRoots => Set<AuditRoot>();

    public DbSet<Sketch> Sketches => Set<Sketch>();

    public DbSet<CaseFile> Cases => Set<CaseFile>();

    public DbSet<SampleReview> SampleReviews => Set<SampleReview>();

    /// <summary>The schema that has a table of passkeys.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    // Filters read these through the context, so that EF parameterises them anew for every query.
    private Guid FilterTenantId => _tenantId ?? Guid.Empty;

    private bool FilterAllTenants => _allTenants;

    /// <summary>From here on this context sees and writes the rows of one school.</summary>
    public VoiceWebDb ScopeTo(Guid tenantId)
    {
        _tenantId = tenantId;
        _allTenants = false;
        return this;
    }

    /// <summary>From here on this context sees and writes the rows of every school. For workers, sign-in and the owner's tools.</summary>
    public VoiceWebDb ScopeToInstallation()
    {
        _tenantId = null;
        _allTenants = true;
        return this;
    }

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RefuseForeignRows();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseForeignRows();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(VoiceWebDb).Assembly);
        foreach (var owned in builder.Model.GetEntityTypes().Where(e => typeof(ITenantOwned).IsAssignableFrom(e.ClrType)).ToList())
        {
            typeof(VoiceWebDb)
                .GetMethod(nameof(FilterByTenant), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
                .MakeGenericMethod(owned.ClrType)
                .Invoke(this, [builder]);
        }
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite cannot order DateTimeOffset.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    private void FilterByTenant<T>(ModelBuilder builder)
        where T : class, ITenantOwned =>
        builder.Entity<T>().HasQueryFilter(TenantFilter, row => FilterAllTenants || row.TenantId == FilterTenantId);

    private void RefuseForeignRows()
    {
        if (_allTenants)
        {
            return;
        }

        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && entry.Entity.TenantId != _tenantId)
            {
                throw new InvalidOperationException(
                    $"A {entry.Metadata.ClrType.Name} of tenant {entry.Entity.TenantId} was to be written by a context opened for {_tenantId?.ToString() ?? "no tenant"}.");
            }
        }
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
        at => at.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}

using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;

namespace VoiceWeb.Voices;

/// <summary>Gives every school the sample voice, so that a newcomer hears something within a minute. It is nobody's, and says so.</summary>
public sealed class SampleVoice(IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Name in the database; pages show it in the reader's language.</summary>
    public const string Name = "Sample voice";

    /// <summary>Makes what is missing. How many schools got one.</summary>
    public async Task<int> EnsureAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var without = await db.Tenants
            .Where(t => !db.Voices.Any(v => v.TenantId == t.Id && v.IsSample))
            .Select(t => t.Id)
            .ToListAsync(cancellationToken);
        foreach (var tenantId in without)
        {
            var voice = new Voice
            {
                Id = Guid.CreateVersion7(),
                TenantId = tenantId,
                Name = Name,
                Description = "Made from synthetic speech alone. It is nobody's voice.",
                Language = "en",
                State = VoiceState.Active,
                IsSample = true,
                CreatedAt = clock.GetUtcNow(),
            };
            db.Voices.Add(voice);
            audit.Append(db, tenantId, AuditTrail.System, AuditEvent.VoiceCreated, $"voice:{voice.Id}", new { sample = true });
        }

        if (without.Count > 0)
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        return without.Count;
    }
}

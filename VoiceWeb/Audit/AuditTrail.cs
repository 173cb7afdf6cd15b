using System.Text.Json;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Audit;

/// <summary>
/// Appends what happened to the caller's own change, so that both are saved or neither. The chain (sequence, hashes) is closed
/// when the context saves; entries are never changed or removed afterwards.
/// </summary>
public sealed class AuditTrail(TimeProvider clock)
{
    private long _appended;

    /// <summary>Who acts when nobody is signed in.</summary>
    public const string System = "system", CommandLine = "command-line";

    /// <summary>Appends an event of a school, done by a member.</summary>
    /// <param name="subject">Kind and id, such as <c>voice:5f…</c>.</param>
    /// <param name="facts">Ids, hashes and numbers only: no names, texts or audio. Serialised as JSON.</param>
    public void Append(VoiceWebDb db, CurrentUser actor, AuditEvent what, string subject, object? facts = null) =>
        Append(db, actor.TenantId, actor.Id, what, subject, facts);

    /// <summary>Appends an event by somebody who is not a signed-in member, or of the installation (<see cref="Guid.Empty"/>).</summary>
    public void Append(VoiceWebDb db, Guid tenantId, string actorId, AuditEvent what, string subject, object? facts = null) =>
        db.AuditEntries.Add(new AuditEntry
        {
            Sequence = -Interlocked.Increment(ref _appended), // a placeholder that keeps the order; the chain gives the number
            TenantId = tenantId,
            At = clock.GetUtcNow(),
            ActorId = actorId,
            Event = what.ToString(),
            Subject = subject,
            FactsJson = facts is null ? "{}" : JsonSerializer.Serialize(facts),
        });
}

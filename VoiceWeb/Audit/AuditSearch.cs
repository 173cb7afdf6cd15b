using VoiceWeb.Data;

namespace VoiceWeb.Audit;

/// <summary>What somebody looks for in the audit trail. Null: anything.</summary>
/// <param name="Event">Name of the event.</param>
/// <param name="Actor">Part of the actor's name, or its whole id.</param>
/// <param name="Subject">Part of the subject, such as an id.</param>
/// <param name="From">From this time on.</param>
/// <param name="To">Before this time.</param>
public sealed record AuditSearch(string? Event, string? Actor, string? Subject, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>One entry as it is shown.</summary>
/// <param name="ActorName">Name of the account; null when it is gone, or no account.</param>
public sealed record AuditLine(
    long Sequence, DateTimeOffset At, string Event, string ActorId, string? ActorName, string Subject, string FactsJson, string Hash)
{
    internal static AuditLine From(AuditEntry entry, string? actorName) => new(
        entry.Sequence, entry.At, entry.Event, entry.ActorId, actorName, entry.Subject, entry.FactsJson, entry.Hash);
}

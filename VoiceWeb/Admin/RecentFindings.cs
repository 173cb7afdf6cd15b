using System.Collections.Concurrent;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>
/// What was found lately, by whom: a case is opened on the server's own finding, not on one that a browser sends back. Kept in memory
/// for an hour, without the file.
/// </summary>
public sealed class RecentFindings(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string User, Guid Tenant, string File), (DateTimeOffset At, Detection Finding)> _findings = new();

    /// <summary>Keeps a finding, and lets go of old ones.</summary>
    public void Keep(CurrentUser user, Detection finding)
    {
        var now = clock.GetUtcNow();
        _findings[(user.Id, user.TenantId, finding.FileSha256)] = (now, finding);
        foreach (var (key, kept) in _findings)
        {
            if (kept.At < now - Kept)
            {
                _findings.TryRemove(key, out _);
            }
        }
    }

    /// <summary>The finding on a file; null when this member has not examined it in the last hour.</summary>
    public Detection? Of(CurrentUser user, string fileSha256) =>
        _findings.TryGetValue((user.Id, user.TenantId, fileSha256), out var kept) && kept.At >= clock.GetUtcNow() - Kept ? kept.Finding : null;
}

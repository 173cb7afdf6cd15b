using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;

namespace VoiceWeb.Admin;

/// <summary>Follows a rendering to everything that stands behind it. Links that are gone are shown as gone, never guessed.</summary>
internal static class TraceReader
{
    /// <summary>Reads with the caller's context; whoever calls has asked whether its user may see this, and records that they did.</summary>
    public static async Task<MarkTrace> FollowAsync(VoiceWebDb db, Rendering rendering, CancellationToken cancellationToken)
    {
        var voice = await db.Voices.AsNoTracking().Include(v => v.Clips).SingleOrDefaultAsync(v => v.Id == rendering.VoiceId, cancellationToken);
        var consent = rendering.ConsentId is { } consentId
            ? await db.Consents.AsNoTracking().SingleOrDefaultAsync(c => c.Id == consentId, cancellationToken)
            : null;
        var people = new[] { rendering.OwnerId, consent?.SubjectId, consent?.ReviewerId };
        var names = await db.Users.Where(u => people.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, cancellationToken);
        return new MarkTrace(
            rendering.Id,
            rendering.CreatedAt,
            rendering.OwnerId,
            names.GetValueOrDefault(rendering.OwnerId, ""),
            rendering.Purpose.ToString(),
            rendering.TextSha256,
            rendering.AudioSha256,
            rendering.VoiceId,
            voice?.Name ?? "",
            voice?.State.ToString(),
            rendering.ConsentId,
            consent is null ? null : names.GetValueOrDefault(consent.SubjectId, ""),
            consent?.State.ToString(),
            consent?.StatementSpokenAt ?? consent?.CreatedAt,
            consent?.EndsAt,
            consent?.ReviewerId is { } reviewer ? names.GetValueOrDefault(reviewer, "") : null,
            [.. voice?.Clips.Select(clip => clip.ClipSha256) ?? []]);
    }
}

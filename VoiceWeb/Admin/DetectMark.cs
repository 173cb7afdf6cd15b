using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Admin;

/// <summary>
/// Looks for our mark in any sound file, and follows it back. The file lives in memory for as long as that takes and is stored
/// nowhere; that somebody looked, and what was found, is recorded.
/// </summary>
public sealed class DetectMark(
    IDbContextFactory<VoiceWebDb> dbFactory, AudioDecoder decoder, IMarkReader reader, AuditTrail audit)
{
    /// <summary>Examines a file.</summary>
    /// <param name="file">Read to its end; left open.</param>
    public async Task<Result<Detection>> DetectAsync(CurrentUser user, Stream file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AudioBuffer sound;
        try
        {
            sound = await decoder.DecodeAsync(new HashingStream(file, hash), cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is CorruptAudioException or UnsupportedAudioException)
        {
            return new Invalid("sound-unreadable", unreadable.Message) { Arguments = [unreadable.Message] };
        }
        catch (EngineUnavailableException missing)
        {
            return new Unavailable("decoder-unavailable", missing.Message) { Arguments = [missing.Message] };
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        var found = await reader.DetectAsync(sound, cancellationToken);
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var rendering = found.Id is { } id
            ? await db.Renderings.AsNoTracking().SingleOrDefaultAsync(r => r.MarkId == (long)id.Value, cancellationToken)
            : null;
        var origin = found.Id is null ? null : rendering is null ? "unknown" : rendering.TenantId == user.TenantId ? "yours" : "other";
        var trace = origin == "yours" && user.MayAudit ? await FollowAsync(db, rendering!, cancellationToken) : null;
        audit.Append(db, user, AuditEvent.MarkDetected, $"file:{sha256}", new
        {
            verdict = Name(found.Verdict), mark = origin == "other" ? null : found.Id?.ToString(), origin, falsePositive = found.FalsePositiveProbability,
        });
        if (trace is not null)
        {
            audit.Append(db, user, AuditEvent.TraceViewed, $"rendering:{trace.RenderingId}", new { file = sha256 });
        }

        await db.SaveChangesAsync(cancellationToken);
        return new Detection(
            Name(found.Verdict),
            origin == "other" ? null : found.Id?.ToString(),
            found.Confidence,
            found.FalsePositiveProbability,
            sound.Seconds,
            found.ActiveSeconds,
            found.Tempo,
            found.Pitch,
            found.Matches.FirstOrDefault(match => match.Id == found.Id)?.Ranges ?? [],
            sha256,
            origin,
            trace);
    }

    private static string Name(WatermarkVerdict verdict) => verdict switch
    {
        WatermarkVerdict.Marked => "marked",
        WatermarkVerdict.NotFound => "notFound",
        _ => "inconclusive",
    };

    private static async Task<MarkTrace> FollowAsync(VoiceWebDb db, Rendering rendering, CancellationToken cancellationToken)
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

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;

namespace VoiceWeb.Voices;

/// <summary>
/// Sets which stretches of its own recordings a voice is learned from, and its styles: what was learned before is erased, and the voice is learned
/// again. Recordings and consent stay as they are; no other recording can be chosen.
/// </summary>
public sealed partial class ChooseStretches(
    IDbContextFactory<VoiceWebDb> dbFactory, BlobErasure erasures, LearningProgress progress, AuditTrail audit)
{
    /// <summary>Limits of one voice, and of what is typed.</summary>
    public const int MostStretches = 24, LongestTranscript = 500, LongestStyle = 40;

    private const double Slack = 0.02; // seconds; ends are given in hundredths

    /// <summary>Sets the stretches; none lets the model choose by itself again.</summary>
    /// <returns>What was kept, or why not.</returns>
    public async Task<Result<List<VoiceStretch>>> ChooseAsync(
        CurrentUser user, Guid voiceId, IReadOnlyList<VoiceStretch> stretches, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var voice = await db.Voices.Include(v => v.Clips).SingleOrDefaultAsync(v => v.Id == voiceId && v.OwnerId == user.Id, cancellationToken);
        if (voice is null || voice.State == VoiceState.Withdrawn)
        {
            return VoiceRefusals.NotFound();
        }

        if (!user.MaySpeak)
        {
            return VoiceRefusals.RoleMayNotMake();
        }

        if (VoiceModelName.Of(voice.Model) is null)
        {
            return VoiceRefusals.NoStretches();
        }

        if (stretches.Count > MostStretches)
        {
            return VoiceRefusals.TooManyStretches(MostStretches);
        }

        var ids = voice.Clips.Select(link => link.ClipId).ToList();
        var lengths = await db.Clips.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.DurationSeconds, cancellationToken);
        var kept = stretches.Select(stretch => stretch with { Transcript = Trimmed(stretch.Transcript), Style = Trimmed(stretch.Style) }).ToList();
        if (kept.Select(stretch => Check(stretch, lengths)).FirstOrDefault(refusal => refusal is not null) is { } refused)
        {
            return refused;
        }

        if (voice.ProfileBlobId is { } profile)
        {
            erasures.Order(db, user.TenantId, profile);
        }

        voice.ReferencesJson = kept.Count == 0 ? null : JsonSerializer.Serialize(kept);
        voice.ProfileBlobId = null;
        voice.FitReportJson = null;
        audit.Append(db, user, AuditEvent.VoiceReferencesChosen, $"voice:{voiceId}", new
        {
            stretches = kept.Count,
            styles = kept.Select(stretch => stretch.Style).Where(style => style is not null).Distinct().Count(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await erasures.EraseDueAsync(cancellationToken);
        progress.Report(voiceId, null);
        return kept;
    }

    private static Refusal? Check(VoiceStretch stretch, Dictionary<Guid, double> lengths)
    {
        if (!lengths.TryGetValue(stretch.ClipId, out var length))
        {
            return VoiceRefusals.ClipNotFound();
        }

        if (!(stretch.Seconds >= ReferenceWindowFinder.MinSeconds - Slack && stretch.Seconds <= ReferenceWindowFinder.MaxSeconds + Slack))
        {
            return VoiceRefusals.StretchLength();
        }

        return !(stretch.StartSeconds >= 0 && stretch.StartSeconds + stretch.Seconds <= length + Slack) ? VoiceRefusals.StretchOutside(length)
            : stretch.Transcript?.Length > LongestTranscript ? VoiceRefusals.StretchTranscript(LongestTranscript)
            : stretch.Style is { } style && !StyleName().IsMatch(style) ? VoiceRefusals.StyleName(LongestStyle)
            : null;
    }

    private static string? Trimmed(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>What [slot:…] can name.</summary>
    [GeneratedRegex(@"^[\p{L}\p{N} _\-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex StyleName();
}

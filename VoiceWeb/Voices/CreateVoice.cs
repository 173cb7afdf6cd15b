using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Voices;

/// <summary>What a voice is to be made from.</summary>
/// <param name="Language">BCP 47 tag of the language of the recordings, or <c>auto</c>.</param>
/// <param name="ClipIds">The maker's own recordings; at least one.</param>
/// <param name="Model">Name of the voice model to speak with.</param>
public sealed record NewVoice(
    string Name, string Language, IReadOnlyList<Guid> ClipIds, string Description = "", string Model = VoiceModelName.Builtin);

/// <summary>Makes the draft of a voice from one's own recordings. A draft cannot speak: the consent comes next.</summary>
public sealed class CreateVoice(
    IDbContextFactory<VoiceWebDb> dbFactory, SpokenLanguages models, AuditTrail audit, IOptions<VoiceOptions> options, TimeProvider clock)
{
    /// <summary>Longest name and description, in characters.</summary>
    public const int LongestName = 80, LongestDescription = 500;

    /// <summary>Makes the draft. Its id, or why not.</summary>
    public async Task<Result<Guid>> CreateAsync(CurrentUser user, NewVoice wanted, CancellationToken cancellationToken)
    {
        if (!user.MaySpeak)
        {
            return VoiceRefusals.RoleMayNotMake();
        }

        if (Refuses(wanted) is { } refusal)
        {
            return refusal;
        }

        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        if (!await db.Tenants.AnyAsync(t => t.Id == user.TenantId && t.CloningEnabled, cancellationToken))
        {
            return VoiceRefusals.CloningOff();
        }

        var limit = options.Value.MaxPerMember;
        if (await db.Voices.CountAsync(v => v.OwnerId == user.Id && v.State != VoiceState.Withdrawn, cancellationToken) >= limit)
        {
            return VoiceRefusals.TooMany(limit);
        }

        var wantedIds = wanted.ClipIds.Distinct().ToList();
        var clips = await db.Clips.Where(c => c.OwnerId == user.Id && wantedIds.Contains(c.Id)).ToListAsync(cancellationToken);
        if (clips.Count != wantedIds.Count)
        {
            return VoiceRefusals.ClipNotFound();
        }

        var voice = new Voice
        {
            Id = Guid.CreateVersion7(),
            TenantId = user.TenantId,
            OwnerId = user.Id,
            Name = wanted.Name.Trim(),
            Description = wanted.Description.Trim(),
            Language = wanted.Language,
            Model = wanted.Model,
            State = VoiceState.Draft,
            CreatedAt = clock.GetUtcNow(),
        };
        voice.Clips.AddRange(clips.Select(clip => new VoiceClip
        {
            VoiceId = voice.Id,
            ClipId = clip.Id,
            TenantId = user.TenantId,
            ClipSha256 = clip.Sha256,
        }));
        db.Voices.Add(voice);
        audit.Append(db, user, AuditEvent.VoiceCreated, $"voice:{voice.Id}", new
        {
            clips = clips.Select(c => new { id = c.Id, sha256 = c.Sha256 }),
            language = voice.Language,
            model = voice.Model,
        });
        await db.SaveChangesAsync(cancellationToken);
        return voice.Id;
    }

    private Refusal? Refuses(NewVoice wanted)
    {
        if (wanted.Name.Trim().Length is 0 or > LongestName || wanted.Description.Trim().Length > LongestDescription)
        {
            return VoiceRefusals.BadName(LongestName);
        }

        if (wanted.Language != "auto" && !IsLanguage(wanted.Language))
        {
            return VoiceRefusals.BadLanguage();
        }

        return wanted.ClipIds.Count == 0 ? VoiceRefusals.NoClips()
            : !models.CanUse(wanted.Model) ? VoiceRefusals.ModelUnavailable(wanted.Model)
            : wanted.ClipIds.Distinct().Count() > options.Value.MaxClips ? VoiceRefusals.TooManyClips(options.Value.MaxClips)
            : null;
    }

    private static bool IsLanguage(string tag)
    {
        try
        {
            return tag.Length is > 1 and <= 20 && !CultureInfo.GetCultureInfo(tag, predefinedOnly: true).Equals(CultureInfo.InvariantCulture);
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }
}

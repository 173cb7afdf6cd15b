using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Security;

namespace VoiceWeb.Synthesis;

/// <summary>What a school has its recordings say aloud of being generated. The school's administrators decide, and nobody for one recording.</summary>
public sealed class AudibleLabels(IDbContextFactory<VoiceWebDb> dbFactory)
{
    /// <summary>What a member's next recording will have, and where.</summary>
    public async Task<(AudibleLabel Label, LabelPlace Place)> OfAsync(CurrentUser user, CancellationToken cancellationToken)
    {
        await using var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken);
        var school = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == user.TenantId, cancellationToken);
        return (school.AudibleLabelInForce, school.LabelPlace);
    }
}

internal static class RenderingNotice
{
    /// <summary>What the engine is to let be heard in a rendering.</summary>
    public static AudibleNotice Notice(this Rendering rendering) => new(
        rendering.AudibleLabel switch
        {
            AudibleLabel.None => NoticeKind.None,
            AudibleLabel.Rhythm => NoticeKind.Rhythm,
            AudibleLabel.Spoken => NoticeKind.Spoken,
            var unknown => throw new InvalidDataException($"The recording asks for the audible label {(int)unknown}, which this version does not know."),
        },
        rendering.LabelPlace switch
        {
            LabelPlace.Start => NoticePlace.Start,
            LabelPlace.Middle => NoticePlace.Middle,
            LabelPlace.End => NoticePlace.End,
            var unknown => throw new InvalidDataException($"The recording's audible label is to stand at place {(int)unknown}, which this version does not know."),
        });
}

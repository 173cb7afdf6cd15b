using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Labels;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Admin;

/// <summary>
/// A case as a table of facts that can leave the house: CSV (RFC 4180), its last two rows the signature of everything above and the key.
/// </summary>
public sealed class CaseReport(CaseDesk desk, LabelSeal seal, IDbContextFactory<VoiceWebDb> dbFactory, AuditTrail audit)
{
    /// <summary>Writes the report. Recorded.</summary>
    public async Task<Result<string>> WriteAsync(CurrentUser user, Guid id, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(user, id, cancellationToken);
        if (!found.Succeeded)
        {
            return found.Refusal;
        }

        await using (var db = await dbFactory.OpenForTenantAsync(user.TenantId, cancellationToken))
        {
            audit.Append(db, user, AuditEvent.CaseExported, $"case:{id}");
            await db.SaveChangesAsync(cancellationToken);
        }

        var table = new StringBuilder("field,value\r\n");
        foreach (var (field, value) in Facts(found.Value))
        {
            table.Append(CsvField.Quote(field)).Append(',').Append(CsvField.Quote(value)).Append("\r\n");
        }

        var signature = seal.SignText(table.ToString());
        return $"{table}{CsvField.Quote("signature")},{CsvField.Quote(signature)}\r\n{CsvField.Quote("key")},{CsvField.Quote(seal.KeyId)}\r\n";
    }

    private static IEnumerable<(string Field, string Value)> Facts(CaseDetail file)
    {
        var (trace, finding) = (file.Trace, file.Finding);
        yield return ("case", file.Number.ToString(CultureInfo.InvariantCulture));
        yield return ("caseId", file.Id.ToString());
        yield return ("openedAt", At(file.OpenedAt));
        yield return ("openedBy", file.OpenedBy);
        yield return ("reason", file.Reason);
        yield return ("decision", file.Decision.ToString());
        yield return ("decidedAt", file.DecidedAt is { } decided ? At(decided) : "");
        yield return ("decidedBy", file.DecidedBy ?? "");
        yield return ("decisionReason", file.DecisionReason ?? "");
        yield return ("fileSha256", file.FileSha256 ?? "");
        if (finding is not null)
        {
            yield return ("madeHere", finding.MadeHere);
            yield return ("mark", $"{finding.Verdict} {finding.MarkId}");
            yield return ("falseAlarmProbability", finding.FalsePositiveProbability.ToString("0.###e+0", CultureInfo.InvariantCulture));
            yield return ("tempo", finding.Tempo?.ToString("0.####", CultureInfo.InvariantCulture) ?? "");
            yield return ("pitch", finding.Pitch?.ToString("0.####", CultureInfo.InvariantCulture) ?? "");
            foreach (var layer in finding.Layers)
            {
                yield return ($"layer.{layer.Layer}", $"{layer.State} {layer.Detail}");
            }

            foreach (var range in finding.Renderings.SelectMany(rendering => rendering.Ranges))
            {
                yield return ("seconds", string.Create(
                    CultureInfo.InvariantCulture, $"{range.StartSeconds:0.0}-{range.EndSeconds:0.0} of the file, from {range.RenderingStartSeconds:0.0} of the recording"));
            }
        }

        yield return ("rendering", trace.RenderingId.ToString());
        yield return ("madeAt", At(trace.CreatedAt));
        yield return ("purpose", trace.Purpose);
        yield return ("textSha256", trace.TextSha256);
        yield return ("audioSha256", trace.AudioSha256 ?? "");
        yield return ("person", $"{trace.PersonName} ({trace.PersonId})");
        yield return ("voice", $"{trace.VoiceName} ({trace.VoiceId}) {trace.VoiceState}");
        yield return ("consent", trace.ConsentId?.ToString() ?? "");
        yield return ("consentBy", $"{trace.ConsentByName} {trace.ConsentState}");
        yield return ("consentGivenAt", trace.ConsentGivenAt is { } given ? At(given) : "");
        yield return ("consentReviewedBy", trace.ReviewerName ?? "");
        foreach (var clip in trace.ClipSha256)
        {
            yield return ("clipSha256", clip);
        }
    }

    private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}

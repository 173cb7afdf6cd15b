using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Labels;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Admin;

/// <summary>
/// Looks for everything that ties a sound file to this server (its bytes, its labels, its mark, the server's memory), weighs it, and
/// follows it back. The file lives in memory for as long as that takes and is stored nowhere; that somebody looked, and what was found,
/// is recorded.
/// </summary>
public sealed class DetectMark(
    IDbContextFactory<VoiceWebDb> dbFactory,
    FoundFileReader files,
    IMarkReader reader,
    SketchMemory memory,
    LabelSeal seal,
    ContentCertificateStore credentials,
    RecentFindings findings,
    AuditTrail audit)
{
    // With so much speech and no mark, none is there.
    private const double ClearSeconds = 6;

    private const double CertainBelow = 1e-6;

    /// <summary>Examines a file for a member of a school.</summary>
    /// <param name="file">Read to its end; left open.</param>
    public async Task<Result<Detection>> DetectAsync(CurrentUser user, Stream file, CancellationToken cancellationToken)
    {
        var read = await files.ReadAsync(file, cancellationToken);
        if (!read.Succeeded)
        {
            return read.Refusal;
        }

        var found = await reader.DetectAsync(read.Value.Sound, cancellationToken);
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var evidence = await FileEvidence.ReadAsync(db, seal, credentials.Certificate, read.Value.Bytes, read.Value.Sha256, cancellationToken);
        var marked = found.Id is { } id ? await ByMarkAsync(db, id, cancellationToken) : null;
        var layers = LayersOf(found, marked, evidence).ToList();
        var rendering = marked ?? (found.Id is null ? evidence.Proven : null);
        var origin = rendering is not null ? OriginFor(user, rendering) : found.Id is null ? null : "unknown";
        var renderings = await RenderingsAsync(db, user, read.Value, found, cancellationToken);
        var trace = origin == "yours" && user.MayAudit ? await TraceReader.FollowAsync(db, rendering!, cancellationToken) : null;
        var detection = new Detection(
            Answer(found, evidence, layers),
            Name(found.Verdict),
            origin == "other" ? null : found.Id?.ToString(),
            found.Confidence,
            found.FalsePositiveProbability,
            read.Value.Sound.Seconds,
            found.ActiveSeconds,
            found.Tempo,
            found.Pitch,
            read.Value.Sha256,
            origin,
            renderings,
            layers,
            trace);
        Record(db, user, detection);
        await db.SaveChangesAsync(cancellationToken);
        findings.Keep(user, detection);
        return detection;
    }

    /// <summary>The one word for a visitor: whether a file was made here. Nothing else leaves.</summary>
    /// <param name="file">Read to its end; left open.</param>
    /// <returns><c>yes</c>, <c>no</c> or <c>inconclusive</c>.</returns>
    public async Task<Result<string>> AnswerVisitorAsync(Stream file, CancellationToken cancellationToken)
    {
        var read = await files.ReadAsync(file, cancellationToken);
        if (!read.Succeeded)
        {
            return read.Refusal;
        }

        var found = await reader.DetectAsync(read.Value.Sound, cancellationToken);
        await using var db = await dbFactory.OpenForInstallationAsync(cancellationToken);
        var evidence = await FileEvidence.ReadAsync(db, seal, credentials.Certificate, read.Value.Bytes, read.Value.Sha256, cancellationToken);
        var marked = found.Id is { } id ? await ByMarkAsync(db, id, cancellationToken) : null;
        var answer = Answer(found, evidence, [.. LayersOf(found, marked, evidence)]);
        audit.Append(db, Guid.Empty, AuditTrail.System, AuditEvent.VisitorVerified, $"file:{read.Value.Sha256}", new { answer });
        await db.SaveChangesAsync(cancellationToken);
        return answer;
    }

    private static IEnumerable<LayerFinding> LayersOf(WatermarkDetection found, Rendering? marked, FileEvidence evidence)
    {
        var clearlyUnmarked = found.Verdict == WatermarkVerdict.NotFound && found.ActiveSeconds >= ClearSeconds;
        foreach (var layer in evidence.Layers(marked, clearlyUnmarked))
        {
            yield return layer;
        }

        var assisted = found.Matches.Any(match => match.Assisted);
        yield return found.Verdict switch
        {
            WatermarkVerdict.Marked => new("mark", LayerFinding.Found, assisted ? "assisted" : "blind"),
            WatermarkVerdict.Inconclusive => new("mark", LayerFinding.Unclear, found.Matches.Count > 0 ? "traces" : "tooShort"),
            _ => new("mark", LayerFinding.NotFound, "none"),
        };
        yield return assisted ? new("memory", found.Verdict == WatermarkVerdict.Marked ? LayerFinding.Found : LayerFinding.Unclear, "named")
            : found.Verdict == WatermarkVerdict.Marked ? new("memory", LayerFinding.NotFound, "notNeeded")
            : new("memory", LayerFinding.NotFound, "none");
        yield return found.Id is null ? new("ledger", LayerFinding.NotFound, "none")
            : marked is null ? new("ledger", LayerFinding.Unclear, "unknown")
            : new("ledger", LayerFinding.Found, "issued");
    }

    private static string Answer(WatermarkDetection found, FileEvidence evidence, List<LayerFinding> layers) =>
        found.Verdict == WatermarkVerdict.Marked || evidence.Proven is not null ? "yes"
        : found.Verdict == WatermarkVerdict.Inconclusive || layers.Any(layer => layer.State is LayerFinding.Unclear or LayerFinding.Contradicts)
            ? "inconclusive"
            : "no";

    private static Task<Rendering?> ByMarkAsync(VoiceWebDb db, WatermarkId id, CancellationToken cancellationToken) =>
        db.Renderings.AsNoTracking().SingleOrDefaultAsync(r => r.MarkId == (long)id.Value, cancellationToken);

    // What the command line made belongs to no school; whoever runs the installation answers for it.
    private static string OriginFor(CurrentUser user, Rendering rendering) =>
        rendering.TenantId == user.TenantId || (rendering.TenantId == Guid.Empty && user.IsOwner) ? "yours" : "other";

    private async Task<IReadOnlyList<FoundRendering>> RenderingsAsync(
        VoiceWebDb db, CurrentUser user, FoundFile file, WatermarkDetection found, CancellationToken cancellationToken)
    {
        var renderings = new List<FoundRendering>();
        foreach (var match in found.Matches.Where(match => match.FalsePositiveProbability < CertainBelow))
        {
            var rendering = await ByMarkAsync(db, match.Id, cancellationToken);
            var origin = rendering is null ? "unknown" : OriginFor(user, rendering);
            var ranges = origin == "yours" && user.MayAudit ? await LayBesideAsync(db, file, found, match, cancellationToken) : [];
            renderings.Add(new FoundRendering(
                origin == "yours" ? rendering!.Id : null,
                origin,
                match.FalsePositiveProbability,
                origin == "yours" ? rendering!.AudioSeconds : null,
                ranges.Count > 0 ? ranges : [.. match.Ranges.Select(range => new FoundRange(range.StartSeconds, range.EndSeconds, null))]));
        }

        return renderings;
    }

    private async Task<IReadOnlyList<FoundRange>> LayBesideAsync(
        VoiceWebDb db, FoundFile file, WatermarkDetection found, WatermarkMatch match, CancellationToken cancellationToken)
    {
        if (await memory.FindAsync(db, (long)match.Id.Value, cancellationToken) is not { } sketch)
        {
            return [];
        }

        var stretches = await Task.Run(
            () => CopyAlignment.Find(file.Sound, sketch, found.Tempo ?? 1, found.Pitch ?? 1, cancellationToken),
            cancellationToken);
        return [.. stretches.Select(stretch => new FoundRange(stretch.StartSeconds, stretch.EndSeconds, stretch.RenderingStartSeconds))];
    }

    private void Record(VoiceWebDb db, CurrentUser user, Detection detection)
    {
        audit.Append(db, user, AuditEvent.MarkDetected, $"file:{detection.FileSha256}", new
        {
            verdict = detection.Verdict,
            madeHere = detection.MadeHere,
            mark = detection.MarkId,
            origin = detection.Origin,
            falsePositive = detection.FalsePositiveProbability,
            contradicts = detection.Layers.Where(layer => layer.State == LayerFinding.Contradicts).Select(layer => $"{layer.Layer}.{layer.Detail}"),
        });
        if (detection.Trace is { } trace)
        {
            audit.Append(db, user, AuditEvent.TraceViewed, $"rendering:{trace.RenderingId}", new { file = detection.FileSha256 });
        }
    }

    private static string Name(WatermarkVerdict verdict) => verdict switch
    {
        WatermarkVerdict.Marked => "marked",
        WatermarkVerdict.NotFound => "notFound",
        _ => "inconclusive",
    };
}

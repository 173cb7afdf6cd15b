using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Labels;
using VoiceWeb.Engine.Provenance;

namespace VoiceWeb.Admin;

/// <summary>What a file's bytes and its own labels say, apart from how it sounds.</summary>
/// <param name="Exact">The rendering whose download these very bytes are; null when they are none.</param>
/// <param name="Labelled">The rendering of this installation that a label names; null for none, or another producer's.</param>
/// <param name="Labels">How many labels there are.</param>
/// <param name="Fault">What does not fit the standard; null when all does, or there is no label.</param>
/// <param name="Seal">What the label's signature says.</param>
/// <param name="Manifest">What the content credentials say.</param>
/// <param name="OwnManifest">Whether they name this installation's certificate.</param>
internal sealed record FileEvidence(
    Rendering? Exact, Rendering? Labelled, int Labels, LabelFault? Fault, SealVerdict Seal, ManifestVerdict Manifest, bool OwnManifest)
{
    /// <summary>Whether the file proves without its mark that it was made here: its bytes are known, or its label is signed for this sound.</summary>
    public Rendering? Proven => Exact ?? (Seal == SealVerdict.Genuine && Labels == 1 ? Labelled : null);

    /// <summary>Examines a file.</summary>
    public static async Task<FileEvidence> ReadAsync(
        VoiceWebDb db, LabelSeal seal, ContentCertificate? certificate, byte[] file, string sha256, CancellationToken cancellationToken)
    {
        var found = LabelReader.Read(file);
        var manifest = ManifestReader.Read(file);
        var (label, fault, verdict) = Judge(seal, found);
        var labelled = label is not null && Guid.TryParseExact(label.ProduceID, "N", out var id)
            ? await db.Renderings.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken)
            : null;
        return new FileEvidence(await ExactAsync(db, sha256, cancellationToken), labelled, found.Labels.Count, fault, verdict,
            manifest.Verdict, certificate?.Is(manifest.Certificate.Span) == true);
    }

    /// <summary>The layers copy, label and signature, given the rendering that the mark names.</summary>
    /// <param name="marked">The rendering that the mark names; null for none.</param>
    /// <param name="clearlyUnmarked">Whether there was enough sound to find a mark, and none was found.</param>
    public IEnumerable<LayerFinding> Layers(Rendering? marked, bool clearlyUnmarked)
    {
        yield return Exact is null ? new("copy", LayerFinding.NotFound, "none")
            : marked is not null && marked.Id != Exact.Id ? new("copy", LayerFinding.Contradicts, "otherMark")
            : new("copy", LayerFinding.Found, "exact");
        yield return (Labels, Fault) switch
        {
            (0, _) => new("label", LayerFinding.NotFound, "none"),
            ( > 1, _) => new("label", LayerFinding.Contradicts, "several"),
            (_, { } fault) => new("label", LayerFinding.Contradicts, fault == LabelFault.NotJson ? "unreadable" : "faulty"),
            _ when Labelled is null => new("label", LayerFinding.Unclear, "elsewhere"),
            _ when marked is not null && marked.Id != Labelled.Id => new("label", LayerFinding.Contradicts, "transplanted"),
            _ => new("label", LayerFinding.Found, "ours"),
        };
        yield return Seal switch
        {
            SealVerdict.Absent when Labels > 0 && Labelled is not null => new("signature", LayerFinding.Unclear, "missing"),
            SealVerdict.Absent => new("signature", LayerFinding.NotFound, "none"),
            SealVerdict.Forged => new("signature", LayerFinding.Contradicts, "forged"),
            SealVerdict.UnknownKey => new("signature", LayerFinding.Unclear, "unknownKey"),
            SealVerdict.Genuine => new("signature", LayerFinding.Found, "genuine"),
            _ when marked is not null && marked.Id == Labelled?.Id => new("signature", LayerFinding.Found, "recoded"),
            _ when marked is not null || clearlyUnmarked => new("signature", LayerFinding.Contradicts, "otherSound"),
            _ => new("signature", LayerFinding.Unclear, "otherSound"),
        };
        // Credentials of others say nothing of this server, whatever they are worth.
        yield return (Manifest, OwnManifest) switch
        {
            (ManifestVerdict.Absent, _) => new("manifest", LayerFinding.NotFound, "none"),
            (_, false) => new("manifest", LayerFinding.NotFound, "elsewhere"),
            (ManifestVerdict.Genuine, _) => new("manifest", LayerFinding.Found, "ours"),
            (ManifestVerdict.OtherFile, _) => new("manifest", LayerFinding.Unclear, "changed"),
            _ => new("manifest", LayerFinding.Contradicts, "broken"),
        };
    }

    private static (AigcLabel? Label, LabelFault? Fault, SealVerdict Verdict) Judge(LabelSeal seal, LabelledFile found)
    {
        if (found.Labels.Count == 0)
        {
            return (null, null, SealVerdict.Absent);
        }

        if (!AigcLabel.TryParse(found.Labels[0], out var label, out var fault))
        {
            return (null, fault, SealVerdict.Absent);
        }

        var sound = found.SoundSha256 ?? ReadOnlyMemory<byte>.Empty;
        return (label, found.Labels.Count > 1 ? LabelFault.MoreThanOne : fault, seal.Check(label!, sound.Span, out _));
    }

    // A WAV's hash stands with its rendering, those of other formats where their download is recorded.
    private static async Task<Rendering?> ExactAsync(VoiceWebDb db, string sha256, CancellationToken cancellationToken)
    {
        if (await db.Renderings.AsNoTracking().FirstOrDefaultAsync(r => r.AudioSha256 == sha256, cancellationToken) is { } wav)
        {
            return wav;
        }

        var subject = await db.AuditEntries.AsNoTracking()
            .Where(e => e.Event == nameof(AuditEvent.RenderingDownloaded) && e.FactsJson.Contains(sha256))
            .Select(e => e.Subject).FirstOrDefaultAsync(cancellationToken);
        return subject is not null && Guid.TryParse(subject.AsSpan(subject.IndexOf(':', StringComparison.Ordinal) + 1), out var id)
            ? await db.Renderings.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken)
            : null;
    }
}

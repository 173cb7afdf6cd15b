using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace VoiceWeb.Data;

internal sealed class AppUserConfiguration : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> user) => user.Property(u => u.DisplayName).HasMaxLength(80);
}

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.Property(t => t.Name).HasMaxLength(120);
        tenant.Ignore(t => t.AudibleLabelInForce);
    }
}

internal sealed class MembershipConfiguration : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        // A person has one place in a school.
        membership.HasIndex(m => new { m.TenantId, m.UserId }).IsUnique();
        // Sign-in asks for all schools of a person.
        membership.HasIndex(m => m.UserId);
    }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> invitation) =>
        // A link is looked up by the hash of its token.
        invitation.HasIndex(i => i.TokenHash).IsUnique();
}

internal sealed class ClipConfiguration : IEntityTypeConfiguration<Clip>
{
    public void Configure(EntityTypeBuilder<Clip> clip)
    {
        clip.Property(c => c.Name).HasMaxLength(120);
        // Every list on screen is "mine, newest first".
        clip.HasIndex(c => new { c.TenantId, c.OwnerId, c.AddedAt });
    }
}

internal sealed class VoiceConfiguration : IEntityTypeConfiguration<Voice>
{
    public void Configure(EntityTypeBuilder<Voice> voice)
    {
        voice.Property(v => v.Name).HasMaxLength(80);
        voice.HasMany(v => v.Clips).WithOne().HasForeignKey(c => c.VoiceId);
        // The library lists a school's voices, newest first.
        voice.HasIndex(v => new { v.TenantId, v.CreatedAt });
    }
}

internal sealed class VoiceClipConfiguration : IEntityTypeConfiguration<VoiceClip>
{
    public void Configure(EntityTypeBuilder<VoiceClip> link) => link.HasKey(c => new { c.VoiceId, c.ClipId });
}

internal sealed class ConsentRecordConfiguration : IEntityTypeConfiguration<ConsentRecord>
{
    public void Configure(EntityTypeBuilder<ConsentRecord> consent) =>
        // The gate asks for the consents of one voice at every request.
        consent.HasIndex(c => new { c.VoiceId, c.State });
}

internal sealed class ConsentStepConfiguration : IEntityTypeConfiguration<ConsentStep>
{
    public void Configure(EntityTypeBuilder<ConsentStep> step) =>
        // Attempts of one person for one voice are counted.
        step.HasIndex(s => new { s.VoiceId, s.UserId, s.IssuedAt });
}

internal sealed class RenderingConfiguration : IEntityTypeConfiguration<Rendering>
{
    public void Configure(EntityTypeBuilder<Rendering> rendering)
    {
        rendering.HasMany(r => r.Parts).WithOne().HasForeignKey(p => p.RenderingId);
        // Two renderings must never carry one mark.
        rendering.HasIndex(r => r.MarkId).IsUnique();
        // The worker looks for the oldest waiting job.
        rendering.HasIndex(r => new { r.State, r.CreatedAt });
        // History is "mine, newest first".
        rendering.HasIndex(r => new { r.TenantId, r.OwnerId, r.CreatedAt });
    }
}

internal sealed class RenderingPartConfiguration : IEntityTypeConfiguration<RenderingPart>
{
    public void Configure(EntityTypeBuilder<RenderingPart> part) =>
        // A part is stored once, also when a job runs again.
        part.HasIndex(p => new { p.RenderingId, p.Position }).IsUnique();
}

internal sealed class LexiconConfiguration : IEntityTypeConfiguration<Lexicon>
{
    public void Configure(EntityTypeBuilder<Lexicon> dictionary)
    {
        dictionary.Property(d => d.Id).ValueGeneratedNever();
        dictionary.Property(d => d.Name).HasMaxLength(80);
        // A school's projects are listed by name.
        dictionary.HasIndex(d => new { d.TenantId, d.Scope, d.Name });
    }
}

internal sealed class LexiconWordConfiguration : IEntityTypeConfiguration<LexiconWord>
{
    public void Configure(EntityTypeBuilder<LexiconWord> word)
    {
        word.Property(w => w.Written).HasMaxLength(64);
        word.Property(w => w.Reading).HasMaxLength(200);
        word.HasOne<Lexicon>().WithMany().HasForeignKey(w => w.DictionaryId);
        // A dictionary has one reading for a word at a time, and is read whole.
        word.HasIndex(w => new { w.DictionaryId, w.Key }).IsUnique().HasFilter("\"Until\" IS NULL");
    }
}

internal sealed class PendingErasureConfiguration : IEntityTypeConfiguration<PendingErasure>
{
    public void Configure(EntityTypeBuilder<PendingErasure> erasure) => erasure.HasKey(e => e.BlobId);
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.HasKey(e => e.Sequence);
        entry.Property(e => e.Sequence).ValueGeneratedNever();
        // The chain has no forks.
        entry.HasIndex(e => e.PreviousHash).IsUnique();
        // The page shows a school's entries, newest first.
        entry.HasIndex(e => new { e.TenantId, e.At });
    }
}

internal sealed class AuditRootConfiguration : IEntityTypeConfiguration<AuditRoot>
{
    public void Configure(EntityTypeBuilder<AuditRoot> root)
    {
        root.HasKey(r => r.Number);
        root.Property(r => r.Number).ValueGeneratedNever();
        // Every entry stands under one root.
        root.HasIndex(r => r.FirstSequence).IsUnique();
    }
}

internal sealed class SketchConfiguration : IEntityTypeConfiguration<Sketch>
{
    public void Configure(EntityTypeBuilder<Sketch> sketch)
    {
        sketch.HasKey(s => s.MarkId);
        sketch.Property(s => s.MarkId).ValueGeneratedNever();
        // The daily erasure looks for what is older than sketches are kept.
        sketch.HasIndex(s => s.MadeAt);
    }
}

internal sealed class CaseFileConfiguration : IEntityTypeConfiguration<CaseFile>
{
    public void Configure(EntityTypeBuilder<CaseFile> file)
    {
        file.Property(c => c.Reason).HasMaxLength(2_000);
        file.Property(c => c.DecisionReason).HasMaxLength(2_000);
        // A school numbers its cases.
        file.HasIndex(c => new { c.TenantId, c.Number }).IsUnique();
    }
}

internal sealed class SampleReviewConfiguration : IEntityTypeConfiguration<SampleReview>
{
    public void Configure(EntityTypeBuilder<SampleReview> review)
    {
        // A rendering is drawn once.
        review.HasIndex(r => r.RenderingId).IsUnique();
        // The queue shows what nobody has looked at yet, oldest first.
        review.HasIndex(r => new { r.TenantId, r.Outcome, r.DrawnAt });
    }
}

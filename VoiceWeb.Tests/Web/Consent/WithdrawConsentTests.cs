using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Storage;
using static VoiceWeb.Tests.Web.Consent.ConsentScene;

namespace VoiceWeb.Tests.Web.Consent;

public sealed class WithdrawConsentTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Withdrawal_kills_the_voice_cancels_its_work_and_erases_clips_and_profile()
    {
        await using var scene = await OpenAsync();
        var clip = await scene.AddClipAsync(scene.Ada);
        var (voice, consent) = await scene.AddActiveVoiceAsync(scene.Ada, ConsentPurposes.Teaching, clip);
        var (other, _) = await scene.AddActiveVoiceAsync(scene.Ben);
        var queued = await AddRenderingAsync(scene, voice, RenderingState.Queued, 1);
        var running = await AddRenderingAsync(scene, voice, RenderingState.Running, 2);
        var done = await AddRenderingAsync(scene, voice, RenderingState.Done, 3);
        var elsewhere = await AddRenderingAsync(scene, other, RenderingState.Queued, 4);

        var receipt = Succeed(await scene.Get<WithdrawConsent>().WithdrawAsync(scene.Ada, voice.Id, unpublish: false, None));

        Assert.Equal((2, 1, 0, true), (receipt.RenderingsCancelled, receipt.ClipsErased, receipt.ClipsKept, receipt.ProfileErased));
        await using var db = await scene.Installation.Databases.OpenForInstallationAsync(None);
        var states = await db.Renderings.ToDictionaryAsync(r => r.Id, r => r.State);
        Assert.Equal(RenderingState.Cancelled, states[queued]);
        Assert.Equal(RenderingState.Cancelled, states[running]);
        Assert.Equal(RenderingState.Done, states[done]);
        Assert.Equal(RenderingState.Queued, states[elsewhere]);
        var dead = await db.Voices.SingleAsync(v => v.Id == voice.Id);
        Assert.Equal(VoiceState.Withdrawn, dead.State);
        Assert.Null(dead.ProfileBlobId);
        Assert.Null(dead.FitReportJson);
        Assert.Empty(await db.Clips.Where(c => c.Id == clip.Id).ToListAsync());
        Assert.Equal(ConsentState.Withdrawn, (await db.Consents.SingleAsync(c => c.Id == consent.Id)).State);
        Assert.Equal(clip.Sha256, (await db.VoiceClips.SingleAsync(l => l.VoiceId == voice.Id)).ClipSha256);
        foreach (var blob in new[] { clip.OriginalBlobId, clip.DecodedBlobId, voice.ProfileBlobId!.Value })
        {
            await Assert.ThrowsAsync<BlobMissingException>(() => scene.Installation.Blobs.OpenAsync(blob, None));
        }

        Refused("voice-not-active-withdrawn", await scene.Get<ConsentGate>().AskAsync(scene.Ada, voice.Id, ConsentPurposes.Teaching, None));
    }

    [Fact]
    public async Task It_is_recorded_once_and_the_receipt_can_be_had_again()
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        var withdraw = scene.Get<WithdrawConsent>();

        var receipt = Succeed(await withdraw.WithdrawAsync(scene.Ada, voice.Id, unpublish: false, None));
        Refused("consent-already-withdrawn", await withdraw.WithdrawAsync(scene.Ada, voice.Id, unpublish: false, None));

        var entry = Assert.Single(await scene.AuditAsync(AuditEvent.ConsentWithdrawn));
        Assert.Equal(scene.Ada.Id, entry.ActorId);
        var again = await withdraw.FindReceiptAsync(scene.Ada, voice.Id, None);
        Assert.Equal(JsonSerializer.Serialize(receipt), JsonSerializer.Serialize(again));
        Assert.Null(await withdraw.FindReceiptAsync(scene.Ben, voice.Id, None));
    }

    [Fact]
    public async Task Only_the_speaker_can_withdraw()
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);

        Refused("consent-only-own-voice", await scene.Get<WithdrawConsent>().WithdrawAsync(scene.Admin, voice.Id, unpublish: false, None));
        Assert.Equal(VoiceState.Active, await scene.ReadAsync(db => db.Voices.Where(v => v.Id == voice.Id).Select(v => v.State).SingleAsync()));
        Assert.Empty(await scene.AuditAsync(AuditEvent.ConsentWithdrawn));
    }

    [Fact]
    public async Task A_frozen_voice_can_be_withdrawn_too()
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        await scene.ChangeAsync(async db => (await db.Voices.SingleAsync(v => v.Id == voice.Id)).State = VoiceState.Frozen);

        Succeed(await scene.Get<WithdrawConsent>().WithdrawAsync(scene.Ada, voice.Id, unpublish: false, None));
    }

    [Fact]
    public async Task A_recording_that_another_of_the_speakers_voices_needs_is_kept()
    {
        await using var scene = await OpenAsync();
        var shared = await scene.AddClipAsync(scene.Ada, "Shared");
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada, ConsentPurposes.Teaching, shared);
        await scene.AddVoiceAsync(scene.Ada, VoiceState.Draft, shared);

        var receipt = Succeed(await scene.Get<WithdrawConsent>().WithdrawAsync(scene.Ada, voice.Id, unpublish: false, None));

        Assert.Equal((0, 1), (receipt.ClipsErased, receipt.ClipsKept));
        await using var still = await scene.Installation.Blobs.OpenAsync(shared.DecodedBlobId, None);
        Assert.True(still.Length > 0);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task What_was_published_is_taken_back_only_when_asked(bool unpublish, int expected)
    {
        await using var scene = await OpenAsync();
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        var id = await AddRenderingAsync(scene, voice, RenderingState.Done, 1);
        await scene.ChangeAsync(async db => (await db.Renderings.SingleAsync(r => r.Id == id)).PublishedAt = scene.Clock.GetUtcNow());

        var receipt = Succeed(await scene.Get<WithdrawConsent>().WithdrawAsync(scene.Ada, voice.Id, unpublish, None));

        Assert.Equal(expected, receipt.RenderingsUnpublished);
        Assert.Equal(unpublish, await scene.ReadAsync(db => db.Renderings.Where(r => r.Id == id).Select(r => r.PublishedAt).SingleAsync()) is null);
    }

    [Fact]
    public async Task A_process_that_dies_before_erasing_erases_after_its_restart()
    {
        await using var scene = await OpenAsync();
        var clip = await scene.AddClipAsync(scene.Ada);
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada, ConsentPurposes.Teaching, clip);
        await using (var db = await scene.Installation.Databases.OpenForTenantAsync(scene.Ada.TenantId, None))
        {
            // The committed half of a withdrawal, as a crash leaves it.
            await using var transaction = await db.Database.BeginTransactionAsync(None);
            var mine = await db.Voices.SingleAsync(v => v.Id == voice.Id);
            await scene.Get<WithdrawConsent>().EraseAsync(db, scene.Ada.TenantId, scene.Ada.Id, mine, unpublish: false, None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        await using var restarted = await TestInstallation.StartAsync(over: scene.Installation.Directory.Root);
        Assert.Equal(3, await restarted.Get<BlobErasure>().EraseDueAsync(None));
        await Assert.ThrowsAsync<BlobMissingException>(() => restarted.Blobs.OpenAsync(clip.OriginalBlobId, None));
    }

    [Fact]
    public async Task The_spoken_statement_outlives_the_voice_by_ninety_days_and_no_more()
    {
        await using var scene = await OpenAsync();
        var (voice, consent) = await scene.AddActiveVoiceAsync(scene.Ada);
        var receipt = Succeed(await scene.Get<WithdrawConsent>().WithdrawAsync(scene.Ada, voice.Id, unpublish: false, None));
        Assert.Equal(scene.Clock.GetUtcNow().AddDays(90), receipt.StatementKeptUntil);
        var retention = scene.Get<StatementRetention>();

        scene.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(0, await retention.EraseDueAsync(None));
        scene.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await retention.EraseDueAsync(None));

        await Assert.ThrowsAsync<BlobMissingException>(() => scene.Installation.Blobs.OpenAsync(consent.StatementBlobId!.Value, None));
        var kept = await scene.ReadAsync(db => db.Consents.SingleAsync(c => c.Id == consent.Id));
        Assert.Null(kept.StatementBlobId);
        Assert.Equal(consent.StatementSha256, kept.StatementSha256);
        Assert.Single(await scene.AuditAsync(AuditEvent.RetentionErased));
    }

    private static async Task<Guid> AddRenderingAsync(ConsentScene scene, Voice voice, RenderingState state, long mark)
    {
        var rendering = new Rendering
        {
            Id = Guid.CreateVersion7(),
            TenantId = voice.TenantId,
            OwnerId = voice.OwnerId,
            VoiceId = voice.Id,
            MarkId = mark,
            State = state,
            CreatedAt = scene.Clock.GetUtcNow(),
        };
        await scene.ChangeAsync(db =>
        {
            db.Renderings.Add(rendering);
            return Task.CompletedTask;
        });
        return rendering.Id;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Voices;
using static VoiceWeb.Tests.Web.Consent.ConsentScene;

namespace VoiceWeb.Tests.Web.Voices;

public sealed class VoiceLifeTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_voice_begins_as_a_draft_of_ones_own_recordings()
    {
        await using var scene = await OpenAsync(Voices(new Fitter()));
        var clip = await scene.AddClipAsync(scene.Ada);

        var id = Succeed(await scene.Get<CreateVoice>().CreateAsync(scene.Ada, new NewVoice("My voice", "en", [clip.Id]), None));

        var detail = Succeed(await scene.Get<VoiceLibrary>().FindAsync(scene.Ada, id, None));
        Assert.Equal(VoiceState.Draft, detail.Voice.State);
        Assert.Equal(clip.Sha256, Assert.Single(detail.Recordings).Sha256);
        Assert.Single(await scene.AuditAsync(AuditEvent.VoiceCreated));
        Refused("voice-not-found", await scene.Get<VoiceLibrary>().FindAsync(scene.Ben, id, None));
    }

    [Fact]
    public async Task Nobody_makes_a_voice_of_somebody_elses_recording_or_against_the_schools_switch()
    {
        await using var scene = await OpenAsync(Voices(new Fitter()));
        var clip = await scene.AddClipAsync(scene.Ada);
        var create = scene.Get<CreateVoice>();

        Refused("clip-not-found", await create.CreateAsync(scene.Ben, new NewVoice("Mine", "en", [clip.Id]), None));
        Refused("voice-role", await create.CreateAsync(scene.Student, new NewVoice("Mine", "en", [clip.Id]), None));
        Refused("voice-no-clips", await create.CreateAsync(scene.Ada, new NewVoice("Mine", "en", []), None));
        Refused("voice-bad-name", await create.CreateAsync(scene.Ada, new NewVoice(" ", "en", [clip.Id]), None));
        Refused("voice-bad-language", await create.CreateAsync(scene.Ada, new NewVoice("Mine", "!!", [clip.Id]), None));
        await scene.ChangeAsync(async db => (await db.Tenants.SingleAsync(t => t.Id == scene.Ada.TenantId)).CloningEnabled = false);
        Refused("cloning-off", await create.CreateAsync(scene.Ada, new NewVoice("Mine", "en", [clip.Id]), None));
        Assert.Empty(await scene.AuditAsync(AuditEvent.VoiceCreated));
    }

    [Fact]
    public async Task Freezing_and_releasing_are_for_administrators_and_on_record()
    {
        await using var scene = await OpenAsync(Voices(new Fitter()));
        var (voice, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        var library = scene.Get<VoiceLibrary>();

        Refused("voice-admin-only", await library.FreezeAsync(scene.Ben, voice.Id, None));
        Assert.Equal(VoiceState.Frozen, Succeed(await library.FreezeAsync(scene.Admin, voice.Id, None)));
        Refused("voice-cannot-freeze", await library.FreezeAsync(scene.Admin, voice.Id, None));
        Assert.Equal(VoiceState.Active, Succeed(await library.ReleaseAsync(scene.Admin, voice.Id, None)));
        Assert.Single(await scene.AuditAsync(AuditEvent.VoiceFrozen));
        Assert.Single(await scene.AuditAsync(AuditEvent.VoiceReleased));
    }

    [Fact]
    public async Task A_draft_can_be_deleted_and_anything_further_has_to_be_withdrawn()
    {
        await using var scene = await OpenAsync(Voices(new Fitter()));
        var draft = await scene.AddVoiceAsync(scene.Ada);
        var (active, _) = await scene.AddActiveVoiceAsync(scene.Ada);
        var library = scene.Get<VoiceLibrary>();

        Refused("voice-delete-needs-withdrawal", await library.DeleteAsync(scene.Ada, active.Id, None));
        Refused("voice-not-found", await library.DeleteAsync(scene.Ben, draft.Id, None));
        Succeed(await library.DeleteAsync(scene.Ada, draft.Id, None));
        Assert.Single(await scene.AuditAsync(AuditEvent.VoiceDeleted));
    }

    [Fact]
    public async Task Every_school_gets_one_sample_voice_learned_once_and_sealed_for_each()
    {
        var fitter = new Fitter();
        await using var scene = await OpenAsync(Voices(fitter));
        await scene.AddSchoolAsync("Second");

        Assert.Equal(2, await scene.Get<LearnVoice>().LearnWaitingAsync(None));
        Assert.Equal(0, await scene.Get<LearnVoice>().LearnWaitingAsync(None));

        Assert.Equal(1, fitter.Calls);
        var samples = await scene.ReadAsync(db => db.Voices.Where(v => v.IsSample).ToListAsync());
        Assert.Equal(2, samples.Select(v => v.TenantId).Distinct().Count());
        Assert.Equal(2, samples.Select(v => v.ProfileBlobId).Distinct().Count());
        Assert.All(samples, v => Assert.Equal("", v.OwnerId));
    }

    [Fact]
    public async Task A_failure_is_kept_with_its_sentence_and_tried_again_only_when_asked()
    {
        var fitter = new Fitter { Failure = new VoiceFitException("too-short", "Record at least ten seconds.") };
        await using var scene = await OpenAsync(Voices(fitter));
        await scene.Get<LearnVoice>().LearnWaitingAsync(None);
        var sample = await scene.ReadAsync(db => db.Voices.SingleAsync(v => v.IsSample));

        Assert.Equal("Record at least ten seconds.", scene.Get<LearningProgress>().Of(sample.Id)?.Failure?.English);
        await scene.Get<LearnVoice>().LearnWaitingAsync(None);
        Assert.Equal(1, fitter.Calls);

        fitter.Failure = null;
        Assert.Null(await scene.Get<LearnVoice>().RetryAsync(scene.Admin, sample.Id, None));
        Assert.Equal(1, await scene.Get<LearnVoice>().LearnWaitingAsync(None));
        Assert.Null(scene.Get<LearningProgress>().Of(sample.Id));
    }

    private static Action<IServiceCollection> Voices(Fitter fitter) => services =>
    {
        services.AddSingleton<IVoiceFitter>(fitter);
        services.AddVoices();
    };

    private sealed class Fitter : IVoiceFitter
    {
        public int Calls { get; private set; }

        public Exception? Failure { get; set; }

        public IReadOnlyList<VoiceModelStatus> Models => [];

        public IReadOnlyList<string> LanguagesOf(string model) => ["en"];

        public Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken)
        {
            Calls++;
            Assert.All(request.Clips, clip => Assert.True(clip.Audio.Seconds > 10));
            return Failure is not null
                ? Task.FromException<FittedVoice>(Failure)
                : Task.FromResult(new FittedVoice(
                    new VoiceReference("builtin", new byte[] { 1, 2, 3 }), new FitReport(200, 5, 1, 1, 0.9, true, [], [])));
        }
    }
}

using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

public sealed class SynthesisWorkerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_jobs_of_five_members_are_all_spoken_each_with_its_own_voice_and_mark()
    {
        await using var school = await SpeakingSchool.StartAsync(settings: ("Synthesis:Parallelism", "4"));
        var members = new List<(Security.CurrentUser User, Guid Voice, byte[] Profile)>();
        foreach (var tenant in new[] { await school.AddTenantAsync(), await school.AddTenantAsync() })
        {
            for (var i = 0; i < 3 && members.Count < 5; i++)
            {
                var teacher = await school.AddTeacherAsync(tenant);
                var (voice, profile) = await school.AddVoiceAsync(teacher);
                members.Add((teacher, voice, profile));
            }
        }

        var profiles = new Dictionary<Guid, byte[]>();
        await school.WorkAsync();
        for (var i = 0; i < 50; i++)
        {
            var (user, voice, profile) = members[i % 5];
            profiles[(await school.OrderAsync(user, voice, $"This is number {i}. It has two sentences.")).Id] = profile;
        }

        var renderings = await school.UntilOverAsync(profiles.Keys);

        Assert.All(renderings, r => Assert.Equal(RenderingState.Done, r.State));
        Assert.Equal(50, renderings.Select(r => r.MarkId).Distinct().Count());
        foreach (var rendering in renderings)
        {
            var mark = new WatermarkId((ulong)rendering.MarkId);
            var voice = FakeSpeechEngine.VoiceNumber(profiles[rendering.Id]);
            Assert.Equal([(mark, voice, 0), (mark, voice, 1)], FakeSpeechEngine.Read(await school.HearAsync(rendering.AudioBlobId!.Value)));
            Assert.Equal((2, 1), (rendering.Parts.Count, rendering.Attempts));
        }

        // Queued and done, once each; and the chain is whole.
        await using var db = await school.Installation.Databases.OpenForInstallationAsync(Token);
        var events = await db.AuditEntries.GroupBy(e => e.Event).ToDictionaryAsync(g => g.Key, g => g.Count(), Token);
        Assert.Equal(50, events[nameof(AuditEvent.RenderingQueued)]);
        Assert.Equal(50, events[nameof(AuditEvent.RenderingDone)]);
        Assert.True((await school.Get<AuditChainCheck>().CheckAsync(null, Token)).Whole);
        Assert.Equal(50 * 3 + 5, school.Files().Length);
    }

    [Fact]
    public async Task Schools_take_turns_and_members_within_a_school()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var (busy, quiet) = (await school.AddTenantAsync(), await school.AddTenantAsync());
        var (ada, ben, cleo) = (await school.AddTeacherAsync(busy), await school.AddTeacherAsync(busy), await school.AddTeacherAsync(quiet));
        var names = new Dictionary<Guid, string>();
        foreach (var (name, user, count) in new[] { ("ada", ada, 3), ("ben", ben, 2), ("cleo", cleo, 1) })
        {
            var (voice, _) = await school.AddVoiceAsync(user);
            for (var i = 0; i < count; i++)
            {
                names[(await school.OrderAsync(user, voice)).Id] = name + (i + 1);
            }
        }

        var jobs = school.Get<SynthesisJobs>();
        var order = new List<string>();
        while (await jobs.ClaimAsync(Guid.NewGuid().ToString(), Token) is { } job)
        {
            order.Add(names[job.Rendering.Id]);
            await jobs.FailAsync(job, "test", "Done with it.", Token);
        }

        Assert.Equal(["ada1", "cleo1", "ben1", "ada2", "ben2", "ada3"], order);
    }

    [Fact]
    public async Task A_job_is_claimed_once_however_many_ask()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        for (var i = 0; i < 5; i++)
        {
            await school.OrderAsync(teacher, voice);
        }

        await using var second = await SpeakingSchool.StartAsync(over: school);
        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            (i % 2 == 0 ? school : second).Get<SynthesisJobs>().ClaimAsync($"claim {i}", Token)));

        var claimed = claims.OfType<ClaimedJob>().ToList();
        Assert.Equal(5, claimed.Count);
        Assert.Equal(5, claimed.Select(c => c.Rendering.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_job_whose_process_died_half_way_yields_one_rendering()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var ordered = await school.OrderAsync(teacher, voice);

        // The first process speaks one sentence and is gone: no return, no clean-up; its lease would still last for a minute.
        ClaimedJob abandoned;
        using (var dead = new WorkerIdentity())
        {
            abandoned = (await school.Get<SynthesisJobs>().ClaimAsync(dead.NewClaim(), Token))!;
            using var killed = new CancellationTokenSource();
            school.Engine.BeforeSentence = (_, index, token) => index == 0 ? Task.CompletedTask : Cancel(killed, token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => school.Get<RenderingRun>().SpeakAsync(abandoned, killed.Token));
        }

        Assert.Equal(1, (await school.FindAsync(ordered.Id)).PartsDone);

        await using var restarted = await SpeakingSchool.StartAsync(over: school);
        await restarted.WorkAsync();
        var done = Assert.Single(await restarted.UntilOverAsync(ordered.Id));

        Assert.Equal((RenderingState.Done, 2, 2), (done.State, done.Attempts, done.Parts.Count));
        Assert.Equal(2, FakeSpeechEngine.Read(await school.HearAsync(done.AudioBlobId!.Value)).Count);
        await restarted.Get<VoiceWeb.Storage.BlobErasure>().EraseDueAsync(Token);
        Assert.Equal(4, school.Files().Length); // profile, two parts, the whole: nothing is left of the first attempt

        // Should the first process come back to life, it can write nothing more.
        await Assert.ThrowsAsync<ClaimLostException>(() => school.Get<SynthesisJobs>().FinishAsync(
            abandoned, new VoiceWeb.Storage.SealedBlob(Guid.NewGuid(), 1, ""), RenderingSketch.FromBytes([]), Token));
        await using var db = await school.Installation.Databases.OpenForInstallationAsync(Token);
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Event == nameof(AuditEvent.RenderingDone), Token));
        Assert.Equal(1, await db.Renderings.CountAsync(Token));
    }

    [Fact]
    public async Task A_lease_of_a_living_worker_is_left_alone_and_one_that_ran_out_is_not()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var ordered = await school.OrderAsync(teacher, voice);
        var jobs = school.Get<SynthesisJobs>();
        using var alive = new WorkerIdentity();
        await jobs.ClaimAsync(alive.NewClaim(), Token);

        Assert.Equal(0, await jobs.ReclaimAsync(Token));
        await using (var db = await school.Installation.Databases.OpenForInstallationAsync(Token))
        {
            await db.Renderings.ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseUntil, DateTimeOffset.UtcNow.AddSeconds(-1)), Token);
        }

        Assert.Equal(1, await jobs.ReclaimAsync(Token));
        Assert.Equal(RenderingState.Queued, (await school.FindAsync(ordered.Id)).State);
    }

    [Fact]
    public async Task A_job_that_takes_its_process_down_every_time_is_given_up()
    {
        await using var school = await SpeakingSchool.StartAsync(settings: ("Synthesis:MaxAttempts", "2"));
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var ordered = await school.OrderAsync(teacher, voice);
        var jobs = school.Get<SynthesisJobs>();
        for (var crash = 0; crash < 2; crash++)
        {
            using var dead = new WorkerIdentity();
            Assert.NotNull(await jobs.ClaimAsync(dead.NewClaim(), Token));
            dead.Dispose();
            await jobs.ReclaimAsync(Token);
        }

        var over = await school.FindAsync(ordered.Id);
        Assert.Equal((RenderingState.Failed, "gave-up"), (over.State, over.FailureCode));
    }

    [Fact]
    public async Task An_orderly_stop_puts_the_running_job_back_without_counting_an_attempt()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var secondSentence = new TaskCompletionSource();
        school.Engine.BeforeSentence = async (_, index, token) =>
        {
            if (index == 1)
            {
                secondSentence.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            }
        };
        var ordered = await school.OrderAsync(teacher, voice);
        await school.WorkAsync();
        await secondSentence.Task.WaitAsync(Token);

        await school.RestAsync();

        var waiting = await school.FindAsync(ordered.Id);
        Assert.Equal((RenderingState.Queued, 0), (waiting.State, waiting.Attempts));
        Assert.Null(waiting.LeaseHolder);

        await using var restarted = await SpeakingSchool.StartAsync(over: school);
        await restarted.WorkAsync();
        Assert.Equal(RenderingState.Done, Assert.Single(await restarted.UntilOverAsync(ordered.Id)).State);
    }

    [Fact]
    public async Task Consent_withdrawn_while_a_job_waits_stops_it_before_a_sound_is_made()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var ordered = await school.OrderAsync(teacher, voice);
        await school.WithdrawAsync(teacher, voice);

        await school.WorkAsync();
        var over = Assert.Single(await school.UntilOverAsync(ordered.Id));

        Assert.Equal((RenderingState.Failed, "voice-not-active-withdrawn"), (over.State, over.FailureCode));
        Assert.Equal(0, school.Engine.Requests);
        Assert.Single(school.Files()); // the profile that the withdrawal would erase
    }

    [Fact]
    public async Task Consent_withdrawn_while_a_job_runs_stops_it_at_the_next_sentence_and_erases_what_was_made()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        school.Engine.BeforeSentence = async (_, index, _) =>
        {
            if (index == 2)
            {
                await school.WithdrawAsync(teacher, voice);
            }
        };
        var ordered = await school.OrderAsync(teacher, voice, "First. Second. Third. Fourth.");

        await school.WorkAsync();
        var over = Assert.Single(await school.UntilOverAsync(ordered.Id));

        Assert.Equal((RenderingState.Failed, "voice-not-active-withdrawn"), (over.State, over.FailureCode));
        Assert.Empty(over.Parts);
        Assert.Null(over.AudioBlobId);
        await school.RestAsync();
        Assert.Single(school.Files());
    }

    [Fact]
    public async Task A_member_who_left_the_school_is_not_spoken_for()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var ordered = await school.OrderAsync(teacher, voice);
        await using (var db = await school.Installation.Databases.OpenForInstallationAsync(Token))
        {
            await db.Memberships.Where(m => m.UserId == teacher.Id).ExecuteDeleteAsync(Token);
        }

        await school.WorkAsync();

        Assert.Equal("no-longer-a-member", Assert.Single(await school.UntilOverAsync(ordered.Id)).FailureCode);
    }

    [Fact]
    public async Task A_running_job_that_its_owner_cancels_stops_at_once_and_leaves_nothing()
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        var secondSentence = new TaskCompletionSource();
        school.Engine.BeforeSentence = async (_, index, token) =>
        {
            if (index == 1)
            {
                secondSentence.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            }
        };
        var ordered = await school.OrderAsync(teacher, voice);
        await school.WorkAsync();
        await secondSentence.Task.WaitAsync(Token);

        var cancelled = await school.Get<SynthesisQueue>().CancelAsync(teacher, ordered.Id, Token);

        Assert.True(cancelled.Succeeded);
        await school.RestAsync();
        var over = await school.FindAsync(ordered.Id);
        Assert.Equal((RenderingState.Cancelled, 0), (over.State, over.Parts.Count));
        Assert.Single(school.Files());
        Assert.IsType<RenderingAlreadyOver>((await school.Get<SynthesisQueue>().CancelAsync(teacher, ordered.Id, Token)).Refusal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Speech_whose_mark_fails_never_leaves(bool engineNotices)
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        if (engineNotices)
        {
            school.Engine.BeforeSentence = (_, index, _) =>
                index == 1 ? throw new MarkFailedException("The mark could not be read back.") : Task.CompletedTask;
        }
        else
        {
            school.Engine.MisMark = asked => new WatermarkId(asked.Value ^ 1);
        }

        var ordered = await school.OrderAsync(teacher, voice);
        await school.WorkAsync();
        var over = Assert.Single(await school.UntilOverAsync(ordered.Id));
        await school.RestAsync();

        Assert.Equal((RenderingState.Failed, "mark-failed"), (over.State, over.FailureCode));
        Assert.Empty(over.Parts);
        Assert.Single(school.Files());
    }

    [Fact]
    public async Task One_failing_job_does_not_stop_the_next_and_its_cause_is_kept()
    {
        await using var school = await SpeakingSchool.StartAsync(settings: ("Synthesis:Parallelism", "1"));
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);
        school.Engine.BeforeSentence = (request, _, _) => request.Text switch
        {
            "Unavailable." => throw new EngineUnavailableException("espeak-ng is not installed. Install it with: apt install espeak-ng."),
            "Foreign." => throw new EngineUnavailableException(new EngineStatement("voice-other-model", "Make the voice again.")),
            "Unspeakable." => throw new UnspeakableTextException("no-such-sound", "This cannot be said."),
            "Bug." => throw new InvalidOperationException("A bug."),
            _ => Task.CompletedTask,
        };
        var ids = new List<Guid>();
        foreach (var text in new[] { "Unavailable.", "Foreign.", "Unspeakable.", "Bug.", "Fine." })
        {
            ids.Add((await school.OrderAsync(teacher, voice, text)).Id);
        }

        await school.WorkAsync();
        var over = (await school.UntilOverAsync(ids)).ToDictionary(r => r.Text);

        Assert.Equal("engine-unavailable", over["Unavailable."].FailureCode);
        Assert.Contains("apt install espeak-ng", over["Unavailable."].FailureMessage, StringComparison.Ordinal);
        Assert.Equal("voice-other-model", over["Foreign."].FailureCode);
        Assert.Equal("no-such-sound", over["Unspeakable."].FailureCode);
        Assert.Equal("internal-error", over["Bug."].FailureCode);
        Assert.DoesNotContain("A bug.", over["Bug."].FailureMessage, StringComparison.Ordinal);
        Assert.Equal(RenderingState.Done, over["Fine."].State);
    }

    private static Task Cancel(CancellationTokenSource source, CancellationToken token)
    {
        source.Cancel();
        token.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }
}

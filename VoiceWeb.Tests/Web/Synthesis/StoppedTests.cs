using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Security;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>What an auditor's decision stops, a voice or a person, is stopped at every door: new orders, waiting ones, running ones.</summary>
public sealed class StoppedTests
{
    private const string FrozenCode = "voice-not-active-frozen", SuspendedCode = "member-suspended";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, FrozenCode)]
    [InlineData(false, SuspendedCode)]
    public async Task Nothing_is_taken_in_waits_or_runs_on(bool freeze, string code)
    {
        await using var school = await SpeakingSchool.StartAsync();
        var teacher = await school.AddTeacherAsync(await school.AddTenantAsync());
        var (voice, _) = await school.AddVoiceAsync(teacher);

        // Running: stopped at the next sentence, and what was made is erased.
        school.Engine.BeforeSentence = async (request, index, _) =>
        {
            if (index == 1)
            {
                await StopAsync(school, teacher, voice, freeze);
            }
        };
        var running = await school.OrderAsync(teacher, voice, "First. Second. Third.");
        var waiting = await school.OrderAsync(teacher, voice, "Another one.");
        await using (var db = await school.Installation.Databases.OpenForInstallationAsync(Token))
        {
            // One after the other: the second still waits when the first is stopped.
            await db.Renderings.Where(r => r.Id == waiting.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RenderingState.Done), Token);
        }

        await school.WorkAsync();
        var first = Assert.Single(await school.UntilOverAsync(running.Id));
        Assert.Equal((RenderingState.Failed, code), (first.State, first.FailureCode));
        Assert.Empty(first.Parts);

        // Waiting: never begun.
        var begun = school.Engine.Requests;
        await using (var db = await school.Installation.Databases.OpenForInstallationAsync(Token))
        {
            await db.Renderings.Where(r => r.Id == waiting.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RenderingState.Queued), Token);
        }

        var second = Assert.Single(await school.UntilOverAsync(waiting.Id));
        Assert.Equal((RenderingState.Failed, code), (second.State, second.FailureCode));
        Assert.Equal(begun, school.Engine.Requests);

        // New: refused.
        Assert.Equal(code, (await school.Get<SpeakText>().SpeakAsync(teacher, new SpeakOrder(voice, "And a third."), Token)).Refusal?.Code);
        await school.RestAsync();
        Assert.Single(school.Files()); // the voice's profile
    }

    private static async Task StopAsync(SpeakingSchool school, CurrentUser teacher, Guid voice, bool freeze)
    {
        await using var db = await school.Installation.Databases.OpenForTenantAsync(teacher.TenantId, Token);
        if (freeze)
        {
            await db.Voices.Where(v => v.Id == voice).ExecuteUpdateAsync(set => set.SetProperty(v => v.State, VoiceState.Frozen), Token);
        }
        else
        {
            await db.Memberships.Where(m => m.UserId == teacher.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.SuspendedAt, DateTimeOffset.UtcNow), Token);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using VoiceWeb.Admin;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Security;

namespace VoiceWeb.Tests.Web.Admin;

public sealed class SampleDeskTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private TestInstallation _installation = null!;
    private Guid _school;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _installation = await TestInstallation.StartAsync();
        _school = Guid.NewGuid();
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        db.Tenants.Add(new Tenant { Id = _school, Name = "School" });
        await db.SaveChangesAsync(Token);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task By_lot_alone_one_in_a_hundred_is_drawn_and_risks_raise_the_chance()
    {
        var plain = await AddAsync(voiceAge: 30, own: true, hour: 12, characters: 100);
        var risky = await AddAsync(voiceAge: 1, own: false, hour: 2, characters: 9_000);
        var clock = new ManualClock(Noon.AddDays(1));

        var drawn = await Desk(clock, lot: 0.2).DrawAsync(Token);

        var sample = Assert.Single(await Desk(clock, 1).ListAsync(Auditor(), Token));
        Assert.Equal((1, risky, SampleKind.Risk), (drawn, sample.RenderingId, sample.Kind));
        Assert.Equal(["newVoice", "night", "othersVoice", "longText"], sample.Risks.Split(','));

        // What was not drawn is not drawn later; each drawing begins where the last ended.
        Assert.Equal(0, await Desk(clock, lot: 0).DrawAsync(Token));
        Assert.NotEqual(plain, sample.RenderingId);
    }

    [Fact]
    public async Task A_look_takes_a_sample_off_the_list_and_is_recorded_for_the_school_alone()
    {
        await AddAsync(voiceAge: 30, own: true, hour: 12, characters: 100);
        var desk = Desk(new ManualClock(Noon.AddDays(1)), lot: 0);
        Assert.Equal(1, await desk.DrawAsync(Token));
        var sample = Assert.Single(await desk.ListAsync(Auditor(), Token));
        Assert.Equal(SampleKind.Random, sample.Kind);
        Assert.Empty(await desk.ListAsync(Auditor() with { TenantId = Guid.NewGuid() }, Token));

        Assert.True(await desk.MarkSeenAsync(Auditor(), sample.Id, SampleOutcome.InOrder, Token));
        Assert.False(await desk.MarkSeenAsync(Auditor(), sample.Id, SampleOutcome.InOrder, Token));

        Assert.Empty(await desk.ListAsync(Auditor(), Token));
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.Event == nameof(AuditEvent.SampleReviewed), Token));
    }

    private CurrentUser Auditor() => new("eve", _school, TenantRole.Auditor, false, "Eve");

    private SampleDesk Desk(TimeProvider clock, double lot) =>
        new(_installation.Databases, new AuditTrail(clock), clock) { Lot = () => lot };

    private async Task<Guid> AddAsync(int voiceAge, bool own, int hour, int characters)
    {
        var at = new DateTimeOffset(2026, 11, 23, hour, 0, 0, TimeSpan.Zero);
        await using var db = await _installation.Databases.OpenForInstallationAsync(Token);
        var voice = new Voice { Id = Guid.NewGuid(), TenantId = _school, OwnerId = own ? "ada" : "ben", CreatedAt = at.AddDays(-voiceAge) };
        var rendering = new Rendering
        {
            Id = Guid.NewGuid(), TenantId = _school, OwnerId = "ada", VoiceId = voice.Id, State = RenderingState.Done,
            MarkId = Random.Shared.NextInt64(1L << 48), Characters = characters, CreatedAt = at, FinishedAt = at,
        };
        db.AddRange(voice, rendering);
        await db.SaveChangesAsync(Token);
        return rendering.Id;
    }
}

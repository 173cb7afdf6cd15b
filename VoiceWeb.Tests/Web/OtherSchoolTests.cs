using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web;

/// <summary>Every door that takes an id, tried with the id of another school's record: the same answer as for an id that is nobody's.</summary>
public sealed class OtherSchoolTests(OtherSchoolTests.App app) : IClassFixture<OtherSchoolTests.App>
{
    [Theory]
    [InlineData("GET", "/api/voices/{voice}")]
    [InlineData("DELETE", "/api/voices/{voice}")]
    [InlineData("POST", "/api/voices/{voice}/freeze")]
    [InlineData("POST", "/api/voices/{voice}/release")]
    [InlineData("POST", "/api/voices/{voice}/withdraw")]
    [InlineData("GET", "/api/clips/{clip}")]
    [InlineData("DELETE", "/api/clips/{clip}")]
    [InlineData("GET", "/api/clips/{clip}/audio")]
    [InlineData("GET", "/api/renderings/{rendering}")]
    [InlineData("DELETE", "/api/renderings/{rendering}")]
    [InlineData("POST", "/api/renderings/{rendering}/cancel")]
    [InlineData("PUT", "/api/renderings/{rendering}/publication")]
    [InlineData("DELETE", "/api/renderings/{rendering}/publication")]
    [InlineData("GET", "/api/renderings/{rendering}/audio")]
    [InlineData("GET", "/api/renderings/{rendering}/parts/0/audio")]
    [InlineData("GET", "/api/renderings/{rendering}/events")]
    [InlineData("GET", "/api/reviews/{consent}/statement")]
    [InlineData("GET", "/api/reviews/{consent}/clips/{clip}")]
    [InlineData("POST", "/api/consents/{consent}/statement?challenge={consent}")]
    public async Task An_id_of_another_school_is_answered_as_an_unknown_one(string method, string route)
    {
        var owner = await app.SignInAsync(TenantRole.Admin);
        var ids = await AddAsync(owner.User.TenantId, owner.User.Id);
        var stranger = await app.SignInAsync(TenantRole.Admin);

        var (status, code) = await AskAsync(stranger, method, Fill(route, ids));

        Assert.Equal(await AskAsync(stranger, method, Fill(route, (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()))), (status, code));
        Assert.Equal(HttpStatusCode.NotFound, status);
        await using var db = await app.OpenDbAsync();
        Assert.Equal(VoiceState.Active, (await db.Voices.SingleAsync(v => v.Id == ids.Voice)).State);
        Assert.Equal(RenderingState.Done, (await db.Renderings.SingleAsync(r => r.Id == ids.Rendering)).State);
        Assert.Equal(ConsentState.AwaitingReview, (await db.Consents.SingleAsync(c => c.Id == ids.Consent)).State);
        Assert.True(await db.Clips.AnyAsync(c => c.Id == ids.Clip));
    }

    [Fact]
    public async Task Lists_hold_nothing_of_another_school()
    {
        var owner = await app.SignInAsync(TenantRole.Admin);
        await AddAsync(owner.User.TenantId, owner.User.Id);
        var stranger = await app.SignInAsync(TenantRole.Admin);

        foreach (var list in new[] { "/api/voices/", "/api/clips/", "/api/renderings/", "/api/renderings/published", "/api/audit/" })
        {
            var text = await stranger.Client.GetStringAsync(list);
            Assert.DoesNotContain("Theirs alone", text, StringComparison.Ordinal);
            Assert.DoesNotContain(owner.User.Id, text, StringComparison.Ordinal);
        }
    }

    private static async Task<(HttpStatusCode Status, string? Code)> AskAsync(SignedIn user, string method, string url)
    {
        using var content = method is "POST" or "PUT" ? JsonContent.Create(new { title = "A title" }) : null;
        using var answer = await user.SendAsync(new HttpMethod(method), url, content);
        using var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync() is { Length: > 0 } text ? text : "{}");
        return (answer.StatusCode, problem.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static string Fill(string route, (Guid Voice, Guid Clip, Guid Rendering, Guid Consent) ids) => route
        .Replace("{voice}", ids.Voice.ToString(), StringComparison.Ordinal)
        .Replace("{clip}", ids.Clip.ToString(), StringComparison.Ordinal)
        .Replace("{rendering}", ids.Rendering.ToString(), StringComparison.Ordinal)
        .Replace("{consent}", ids.Consent.ToString(), StringComparison.Ordinal);

    private async Task<(Guid Voice, Guid Clip, Guid Rendering, Guid Consent)> AddAsync(Guid tenant, string owner)
    {
        await using var db = await app.OpenDbAsync();
        var now = DateTimeOffset.UtcNow;
        var clip = new Clip
        {
            Id = Guid.NewGuid(), TenantId = tenant, OwnerId = owner, Name = "Theirs alone", Format = "wav", Sha256 = new string('0', 64), AddedAt = now,
        };
        var voice = new Voice
        {
            Id = Guid.NewGuid(), TenantId = tenant, OwnerId = owner, Name = "Theirs alone", State = VoiceState.Active, CreatedAt = now,
        };
        var consent = new ConsentRecord
        {
            Id = Guid.NewGuid(), TenantId = tenant, VoiceId = voice.Id, SubjectId = owner, State = ConsentState.AwaitingReview,
            Purposes = ConsentPurposes.Teaching, CreatedAt = now, EndsAt = now.AddDays(30),
        };
        var rendering = new Rendering
        {
            Id = Guid.NewGuid(), TenantId = tenant, OwnerId = owner, VoiceId = voice.Id, Text = "Theirs alone", State = RenderingState.Done,
            MarkId = Random.Shared.NextInt64(1L << 47), CreatedAt = now, FinishedAt = now,
        };
        db.AddRange(clip, voice, consent, rendering);
        await db.SaveChangesAsync();
        return (voice.Id, clip.Id, rendering.Id, consent.Id);
    }

    public sealed class App : AppFactory
    {
        public App() => Settings["Voices:MakeSample"] = "false";
    }
}

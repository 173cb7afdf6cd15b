using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Admin;

public sealed class DetectTests(SharedSpeakingApp shared) : IClassFixture<SharedSpeakingApp>, IAsyncLifetime
{
    private readonly SpeakingApp _app = shared.Speaking;
    private SignedIn _admin = null!;
    private Guid _rendering;
    private Guid _voice;
    private byte[] _file = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _admin = await _app.App.SignInAsync(TenantRole.Admin);
        _voice = await _app.AddVoiceAsync(_admin.User, "My voice");
        var answer = await _admin.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "One. Two." });
        _rendering = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();
        while ((await _admin.Client.GetFromJsonAsync<JsonElement>($"/api/renderings/{_rendering}", Token)).GetProperty("state").GetString() != "Done")
        {
            await Task.Delay(20, Token);
        }

        _file = await _admin.Client.GetByteArrayAsync($"/api/renderings/{_rendering}/audio?format=mp3", Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_marked_file_leads_to_rendering_voice_consent_and_person_and_the_look_is_recorded()
    {
        var found = await DetectAsync(_admin, _file);

        Assert.Equal("marked", found.GetProperty("verdict").GetString());
        Assert.Equal("yours", found.GetProperty("origin").GetString());
        var trace = found.GetProperty("trace");
        Assert.Equal(_rendering, trace.GetProperty("renderingId").GetGuid());
        Assert.Equal(_voice, trace.GetProperty("voiceId").GetGuid());
        Assert.Equal("My voice", trace.GetProperty("voiceName").GetString());
        Assert.Equal(_admin.User.Id, trace.GetProperty("personId").GetString());
        Assert.Equal(_admin.User.DisplayName, trace.GetProperty("consentByName").GetString());
        await using var db = await _app.App.OpenDbAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.TenantId == _admin.User.TenantId && e.Event == nameof(AuditEvent.MarkDetected), Token));
        Assert.Equal(1, await db.AuditEntries.CountAsync(e => e.TenantId == _admin.User.TenantId && e.Event == nameof(AuditEvent.TraceViewed), Token));
    }

    [Fact]
    public async Task A_file_in_a_form_is_read_as_well()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(_file), "file", "found.mp3" } };

        var answer = await _admin.SendAsync(HttpMethod.Post, "/api/detect", form);

        Assert.Equal("marked", (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Another_school_learns_that_it_was_made_here_and_nothing_more()
    {
        var stranger = await _app.App.SignInAsync(TenantRole.Admin);

        var found = await DetectAsync(stranger, _file);

        Assert.Equal("other", found.GetProperty("origin").GetString());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("trace").ValueKind);
        await using var db = await _app.App.OpenDbAsync();
        var facts = await db.AuditEntries.Where(e => e.TenantId == stranger.User.TenantId && e.Event == nameof(AuditEvent.MarkDetected))
            .Select(e => e.FactsJson).SingleAsync(Token);
        Assert.Equal(JsonValueKind.Null, found.GetProperty("markId").ValueKind);
        Assert.Contains("\"mark\":null", facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_colleague_without_the_role_gets_the_verdict_without_the_trace()
    {
        var teacher = await _app.App.SignInAsync(TenantRole.Teacher, _admin.User.TenantId);

        var found = await DetectAsync(teacher, _file);

        Assert.Equal("marked", found.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("trace").ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("This is a text, not a sound.")]
    [InlineData("PK\u0003\u0004 a zip")]
    public async Task What_is_no_sound_is_refused_in_words(string content)
    {
        var answer = await SendAsync(_admin, System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("sound-unreadable", problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    private static async Task<JsonElement> DetectAsync(SignedIn who, byte[] file)
    {
        var answer = await SendAsync(who, file);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    private static Task<HttpResponseMessage> SendAsync(SignedIn who, byte[] file) =>
        who.SendAsync(HttpMethod.Post, "/api/detect", new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } });
}

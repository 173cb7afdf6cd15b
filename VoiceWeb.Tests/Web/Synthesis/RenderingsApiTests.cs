using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Audit;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

public sealed class RenderingsApiTests : IAsyncLifetime
{
    private readonly SpeakingApp _app = new();
    private SignedIn _teacher = null!;
    private Guid _voice;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _teacher = await _app.App.SignInAsync(TenantRole.Teacher);
        _voice = await _app.AddVoiceAsync(_teacher.User);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_text_is_queued_spoken_listed_heard_in_pieces_and_deleted()
    {
        var answer = await _teacher.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "One. Two.", speed = 1.2, purpose = "Teaching" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();

        var done = await UntilOverAsync(id);
        Assert.Equal("Done", done.GetProperty("state").GetString());
        Assert.Equal(2, done.GetProperty("parts").GetArrayLength());
        var list = await _teacher.Client.GetFromJsonAsync<JsonElement>("/api/renderings?search=two", Token);
        Assert.Equal(id, list.GetProperty("items")[0].GetProperty("id").GetGuid());
        Assert.Equal(0, (await _teacher.Client.GetFromJsonAsync<JsonElement>("/api/renderings?search=%25", Token)).GetProperty("all").GetInt32());

        // A range of the whole is that piece of the whole.
        var whole = await _teacher.Client.GetByteArrayAsync($"/api/renderings/{id}/audio", Token);
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"/api/renderings/{id}/audio");
        ask.Headers.Range = new RangeHeaderValue(1_000, 1_999);
        var piece = await _teacher.Client.SendAsync(ask, Token);
        Assert.Equal(HttpStatusCode.PartialContent, piece.StatusCode);
        Assert.Equal(whole[1_000..2_000], await piece.Content.ReadAsByteArrayAsync(Token));
        using var beyond = new HttpRequestMessage(HttpMethod.Get, $"/api/renderings/{id}/audio");
        beyond.Headers.Range = new RangeHeaderValue(whole.Length + 1, null);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await _teacher.Client.SendAsync(beyond, Token)).StatusCode);
        Assert.Equal("audio/wav", (await _teacher.Client.GetAsync($"/api/renderings/{id}/parts/1/audio", Token)).Content.Headers.ContentType?.MediaType);

        Assert.Equal(HttpStatusCode.NoContent, (await _teacher.SendAsync(HttpMethod.Delete, $"/api/renderings/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _teacher.Client.GetAsync($"/api/renderings/{id}/audio", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _teacher.Client.GetAsync($"/api/renderings/{id}/parts/0/audio", Token)).StatusCode);
    }

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    [InlineData("opus")]
    [InlineData("flac")]
    [InlineData("m4a")]
    public async Task A_download_says_that_it_is_ai_generated_carries_the_mark_and_is_on_record(string format)
    {
        var id = await SpeakAsync("One. Two.");

        var answer = await _teacher.Client.GetAsync($"/api/renderings/{id}/audio?format={format}", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith("." + format, answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'), StringComparison.Ordinal);
        var file = await answer.Content.ReadAsByteArrayAsync(Token);
        Assert.Contains($"\"ProduceID\":\"{id:N}\"", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
        Assert.True(_app.App.Services.GetRequiredService<RenderingLabels>().Holds(file, id));
        await using var db = await _app.App.OpenDbAsync();
        var mark = new WatermarkId((ulong)(await db.Renderings.SingleAsync(r => r.Id == id, Token)).MarkId);
        var heard = FakeSpeechEngine.Read(await new AudioDecoder(new AudioOptions()).DecodeAsync(file, Token));
        Assert.Equal([mark, mark], heard.Select(h => h.Mark));
        var recorded = Assert.Single(await db.AuditEntries.Where(e => e.Event == nameof(AuditEvent.RenderingDownloaded)).ToListAsync(Token));
        Assert.Contains(format, recorded.FactsJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_mark_cannot_be_read_is_held_back()
    {
        var id = await SpeakAsync("One. Two.");
        _app.Reader.Deaf = true;

        var answer = await _teacher.Client.GetAsync($"/api/renderings/{id}/audio?format=mp3", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("mark-unreadable", (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_recording_whose_mark_cannot_be_read_when_it_is_done_never_comes_to_be()
    {
        _app.Reader.Deaf = true;
        var answer = await _teacher.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "One. Two." });
        var over = await UntilOverAsync((await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid());

        Assert.Equal("mark-failed", over.GetProperty("failureCode").GetString());
        Assert.False(over.GetProperty("hasAudio").GetBoolean());
        Assert.Equal(0, over.GetProperty("parts").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_else_reaches_a_rendering_by_its_id()
    {
        var id = await SpeakAsync("One. Two.");
        var colleague = await _app.App.SignInAsync(TenantRole.Admin, _teacher.User.TenantId);
        var stranger = await _app.App.SignInAsync(TenantRole.Admin);
        foreach (var other in new[] { colleague, stranger })
        {
            foreach (var path in new[] { "", "/audio", "/audio?format=wav", "/parts/0/audio", "/events" })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await other.Client.GetAsync($"/api/renderings/{id}{path}", Token)).StatusCode);
            }

            Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync(HttpMethod.Delete, $"/api/renderings/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync(HttpMethod.Post, $"/api/renderings/{id}/cancel")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.SendAsync(
                HttpMethod.Put, $"/api/renderings/{id}/publication", JsonContent.Create(new { title = "Mine" }))).StatusCode);
            Assert.Equal(0, (await other.Client.GetFromJsonAsync<JsonElement>("/api/renderings", Token)).GetProperty("all").GetInt32());
        }

        var speaking = await stranger.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "With a foreign voice." });
        Assert.Equal(HttpStatusCode.NotFound, speaking.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.App.Visitor().GetAsync($"/api/renderings/{id}/audio", Token)).StatusCode);
    }

    [Fact]
    public async Task The_school_listens_to_what_is_published_and_downloads_none_of_it()
    {
        var id = await SpeakAsync("One. Two.");
        var student = await _app.App.SignInAsync(TenantRole.Student, _teacher.User.TenantId);
        var stranger = await _app.App.SignInAsync(TenantRole.Student);
        Assert.Equal(HttpStatusCode.NotFound, (await student.Client.GetAsync($"/api/renderings/{id}/audio", Token)).StatusCode);

        var untitled = await _teacher.SendAsync(HttpMethod.Put, $"/api/renderings/{id}/publication", JsonContent.Create(new { title = " " }));
        Assert.Equal(HttpStatusCode.BadRequest, untitled.StatusCode);
        var published = await _teacher.SendAsync(HttpMethod.Put, $"/api/renderings/{id}/publication", JsonContent.Create(new { title = "Unit 3" }));
        Assert.Equal(HttpStatusCode.NoContent, published.StatusCode);

        var list = await student.Client.GetFromJsonAsync<JsonElement>("/api/renderings/published", Token);
        Assert.Equal("Unit 3", list[0].GetProperty("title").GetString());
        Assert.Equal(HttpStatusCode.OK, (await student.Client.GetAsync($"/api/renderings/{id}/audio", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await student.Client.GetAsync($"/api/renderings/{id}/audio?format=mp3", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await student.Client.GetAsync($"/api/renderings/{id}", Token)).StatusCode);
        Assert.Equal(0, (await stranger.Client.GetFromJsonAsync<JsonElement>("/api/renderings/published", Token)).GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync($"/api/renderings/{id}/audio", Token)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await student.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "Hello." })).StatusCode);

        await _teacher.SendAsync(HttpMethod.Delete, $"/api/renderings/{id}/publication");
        Assert.Equal(HttpStatusCode.NotFound, (await student.Client.GetAsync($"/api/renderings/{id}/audio", Token)).StatusCode);
    }

    [Fact]
    public async Task Progress_comes_as_events_until_the_end()
    {
        var go = new TaskCompletionSource();
        _app.Engine.BeforeSentence = (_, index, token) => index == 1 ? go.Task.WaitAsync(token) : Task.CompletedTask;
        var answer = await _teacher.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "One. Two." });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();
        using var events = await _teacher.Client.GetAsync($"/api/renderings/{id}/events", HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", events.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync(Token));
        var states = new List<string>();
        while (await lines.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                var seen = JsonDocument.Parse(line[5..]).RootElement;
                states.Add($"{seen.GetProperty("state").GetString()} {seen.GetProperty("partsDone").GetInt32()}");
                if (seen.GetProperty("partsDone").GetInt32() == 1)
                {
                    go.TrySetResult();
                }
            }
        }

        Assert.Contains("Running 1", states);
        Assert.Equal("Done 2", states[^1]);
    }

    [Theory]
    [InlineData("/audio?format=exe", HttpStatusCode.BadRequest)]
    [InlineData("/audio?format=../../etc/passwd", HttpStatusCode.BadRequest)]
    [InlineData("/parts/7/audio", HttpStatusCode.NotFound)]
    [InlineData("/parts/-1/audio", HttpStatusCode.NotFound)]
    public async Task Nonsense_is_refused_in_words(string path, HttpStatusCode expected)
    {
        var id = await SpeakAsync("One.");

        Assert.Equal(expected, (await _teacher.Client.GetAsync($"/api/renderings/{id}{path}", Token)).StatusCode);
    }

    [Fact]
    public async Task A_change_without_the_antiforgery_token_is_refused()
    {
        var answer = await _teacher.Client.PostAsJsonAsync("/api/renderings", new { voiceId = _voice, text = "Hello." }, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<Guid> SpeakAsync(string text)
    {
        var answer = await _teacher.PostJsonAsync("/api/renderings", new { voiceId = _voice, text });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();
        Assert.Equal("Done", (await UntilOverAsync(id)).GetProperty("state").GetString());
        return id;
    }

    private async Task<JsonElement> UntilOverAsync(Guid id)
    {
        while (true)
        {
            var now = await _teacher.Client.GetFromJsonAsync<JsonElement>($"/api/renderings/{id}", Token);
            if (now.GetProperty("isOver").GetBoolean())
            {
                return now;
            }

            await Task.Delay(20, Token);
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Consent;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>
/// With the real mark and what reads it: an engine whose marker fails, gives out unmarked samples or hangs lets no byte out, at any door.
/// </summary>
public sealed class FailClosedTests : IAsyncLifetime
{
    private readonly SpeakingApp _app = new(marking: true);
    private SignedIn _teacher = null!;
    private Guid _voice;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MarkingSpeechEngine Engine => _app.App.Services.GetRequiredService<MarkingSpeechEngine>();

    public async ValueTask InitializeAsync()
    {
        _teacher = await _app.App.SignInAsync(TenantRole.Teacher);
        _voice = await _app.AddVoiceAsync(_teacher.User);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Unmarked_samples_under_the_name_of_marked_ones_leave_by_no_door()
    {
        Engine.Fault = (marked, unmarked) => new WatermarkedAudio(unmarked, marked.Id, marked.Sketch);
        await NothingLeavesAsync("mark-failed");
        await NoVerbSpeaksAsync();

        // Also when only a later sentence is unmarked, nothing of that sentence or after it leaves.
        var sentence = 0;
        Engine.SentenceSeconds = 4;
        Engine.Fault = (marked, unmarked) => ++sentence == 2 ? new WatermarkedAudio(unmarked, marked.Id, marked.Sketch) : marked;
        await NothingLeavesAsync("mark-failed");
    }

    [Fact]
    public async Task A_marker_that_throws_leaves_nothing()
    {
        Engine.Fault = (_, _) => throw new MarkFailedException("The mark could not be written.");
        await NothingLeavesAsync("mark-failed");
        await NoVerbSpeaksAsync();

        Engine.Fault = (_, _) => throw new InvalidOperationException("A bug.");
        await NothingLeavesAsync("internal-error");
    }

    [Fact]
    public async Task The_mark_of_another_rendering_leaves_nothing()
    {
        Engine.Fault = (marked, _) => new WatermarkedAudio(marked.Audio, WatermarkId.Random(), marked.Sketch);
        await NothingLeavesAsync("mark-failed");

        // Nor under a false name: the samples say whose they are.
        var own = _app.App.Services.GetRequiredService<Watermarker>();
        Engine.Fault = (marked, unmarked) => new WatermarkedAudio(own.Mark(unmarked, WatermarkId.Random()).Audio, marked.Id, marked.Sketch);
        await NothingLeavesAsync("mark-failed");
        await NoVerbSpeaksAsync();
    }

    [Fact]
    public async Task A_marker_that_hangs_leaves_nothing_and_can_be_called_off()
    {
        var hanging = new TaskCompletionSource();
        Engine.BeforeSentence = (_, cancelled) => hanging.Task.WaitAsync(cancelled);
        var answer = await _teacher.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "One. Two." });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();
        while ((await FindAsync(id)).GetProperty("state").GetString() != "Running")
        {
            await Task.Delay(20, Token);
        }

        await DoorsAreShutAsync(id);
        Assert.True((await _teacher.SendAsync(HttpMethod.Post, $"/api/renderings/{id}/cancel")).IsSuccessStatusCode);
        await DoorsAreShutAsync(id);
        Assert.Equal(1, Blobs()); // the voice's profile
    }

    [Fact]
    public async Task Marked_speech_passes_however_short_its_sentences_are()
    {
        Engine.SentenceSeconds = 1.2;
        var rendering = await SpeakingApp.SpeakAsync(_teacher, _voice, "One. Two. Three. Four.");

        Assert.Equal("Done", rendering.GetProperty("state").GetString());
        Assert.Equal(4, rendering.GetProperty("parts").GetArrayLength());
    }

    [Fact]
    public async Task The_first_sentence_is_heard_before_it_is_whole_and_only_where_its_mark_was_read()
    {
        Engine.SentenceSeconds = 9;
        Engine.Pieces = [0.5, 1, 2];
        var (asked, waiting, goOn) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        Engine.BeforeSentence = async (_, cancelled) =>
        {
            if (++asked == 4) // the first sentence's last piece
            {
                waiting.SetResult();
                await goOn.Task.WaitAsync(cancelled);
            }
        };
        var answer = await _teacher.PostJsonAsync("/api/renderings", new { voiceId = _voice, text = "One. Two." });
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();
        await waiting.Task.WaitAsync(Token);

        var unfinished = await FindAsync(id);
        Assert.Equal(("Running", 0, 2), (unfinished.GetProperty("state").GetString(), unfinished.GetProperty("partsDone").GetInt32(), unfinished.GetProperty("partsTotal").GetInt32()));
        var heard = unfinished.GetProperty("parts").EnumerateArray().ToList();
        Assert.True(heard.Count >= 1 && heard.Sum(part => part.GetProperty("seconds").GetDouble()) >= 1.4, "one and a half second should be out");
        Assert.Equal(HttpStatusCode.OK, (await _teacher.Client.GetAsync($"/api/renderings/{id}/parts/0/audio", Token)).StatusCode);
        goOn.SetResult();

        var rendering = await FindAsync(id);
        while (rendering.GetProperty("state").GetString() == "Running")
        {
            await Task.Delay(20, Token);
            rendering = await FindAsync(id);
        }

        Assert.Equal(("Done", 2), (rendering.GetProperty("state").GetString(), rendering.GetProperty("partsDone").GetInt32()));
        var parts = rendering.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal([0, 1, 2, 3, 4], parts.Select(part => part.GetProperty("position").GetInt32()));
        Assert.Equal(2, parts.Select(part => part.GetProperty("textStart").GetInt32()).Distinct().Count());
        Assert.Equal(18, rendering.GetProperty("audioSeconds").GetDouble(), 0.01);
    }

    [Fact]
    public async Task A_later_piece_without_its_mark_leaves_nothing_behind()
    {
        Engine.SentenceSeconds = 9;
        Engine.Pieces = [1.5, 3];
        var piece = 0;
        Engine.Fault = (marked, unmarked) => ++piece == 2 ? new WatermarkedAudio(unmarked, marked.Id, marked.Sketch) : marked;
        await NothingLeavesAsync("mark-failed");
    }

    private async Task NothingLeavesAsync(string failure)
    {
        var rendering = await SpeakingApp.SpeakAsync(_teacher, _voice, "One. Two.");
        var id = rendering.GetProperty("id").GetGuid();

        Assert.Equal(("Failed", failure), (rendering.GetProperty("state").GetString(), rendering.GetProperty("failureCode").GetString()));
        await DoorsAreShutAsync(id);
        Assert.Equal(1, Blobs());
    }

    private async Task DoorsAreShutAsync(Guid id)
    {
        foreach (var door in new[] { "audio", "audio?format=mp3", "audio?format=wav", "parts/0/audio", "parts/1/audio" })
        {
            var answer = await _teacher.Client.GetAsync($"/api/renderings/{id}/{door}", Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("RIFF", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        Assert.False((await _teacher.SendAsync(HttpMethod.Put, $"/api/renderings/{id}/publication", JsonContent.Create(new { title = "Mine" }))).IsSuccessStatusCode);
    }

    private async Task NoVerbSpeaksAsync()
    {
        await using var scope = _app.App.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var grant = (await services.GetRequiredService<ConsentGate>().AttestAsync("ops", "a synthetic speaker, a test", new string('0', 64), Token)).Value;
        var order = new SpeakOrder(grant.VoiceId, "One. Two.") { Purpose = grant.Purpose };

        await Assert.ThrowsAsync<MarkFailedException>(() => services.GetRequiredService<SpeakAttested>().SpeakAsync(
            grant, new VoiceReference("builtin", Array.Empty<byte>()), order, Token));

        Assert.Equal(1, Blobs());
        await using var db = await _app.App.OpenDbAsync();
        Assert.Equal(0, await db.Renderings.CountAsync(r => r.TenantId == Guid.Empty, Token));
    }

    private Task<JsonElement> FindAsync(Guid id) => _teacher.Client.GetFromJsonAsync<JsonElement>($"/api/renderings/{id}", Token);

    private int Blobs() => Directory.GetFiles(Path.Combine(_app.App.DataPath, "blobs"), "*", SearchOption.AllDirectories).Length;
}

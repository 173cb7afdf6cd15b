using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Synthesis;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Admin;

/// <summary>With the real mark: what the server remembers leads a badly damaged copy back, also after erasure, and no longer than said.</summary>
public sealed class MemoryTests : IAsyncLifetime
{
    private readonly SpeakingApp _app = new(marking: true);
    private SignedIn _admin = null!;
    private JsonElement _rendering;
    private AudioBuffer _sound = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Guid RenderingId => _rendering.GetProperty("id").GetGuid();

    public async ValueTask InitializeAsync()
    {
        _admin = await _app.App.SignInAsync(TenantRole.Admin);
        var voice = await _app.AddVoiceAsync(_admin.User, "My voice");
        _app.App.Services.GetRequiredService<MarkingSpeechEngine>().SentenceSeconds = 13;
        _rendering = await SpeakingApp.SpeakAsync(_admin, voice, "One long sentence.");
        Assert.Equal("Done", _rendering.GetProperty("state").GetString());
        var file = await _admin.Client.GetByteArrayAsync($"/api/renderings/{RenderingId}/audio?format=wav", Token);
        _sound = await new AudioDecoder(new AudioOptions()).DecodeAsync(file, Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_rerecorded_faster_and_heavily_coded_copy_leads_to_its_consent()
    {
        var found = await SpeakingApp.DetectAsync(_admin, await TravelledAsync());

        Assert.Equal("marked", found.GetProperty("verdict").GetString());
        Assert.Equal(RenderingId, found.GetProperty("trace").GetProperty("renderingId").GetGuid());
        Assert.Equal(_admin.User.DisplayName, found.GetProperty("trace").GetProperty("consentByName").GetString());
        Assert.InRange(found.GetProperty("tempo").GetDouble(), 1.045, 1.055);
    }

    [Fact]
    public async Task Another_school_learns_from_the_same_copy_that_it_was_not_made_by_it_and_nothing_more()
    {
        var stranger = await _app.App.SignInAsync(TenantRole.Admin);

        var found = await SpeakingApp.DetectAsync(stranger, await TravelledAsync());

        Assert.Equal("other", found.GetProperty("origin").GetString());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("trace").ValueKind);
        var told = found.GetRawText();
        Assert.DoesNotContain(_rendering.GetProperty("markId").GetString()!, told, StringComparison.Ordinal);
        Assert.DoesNotContain(RenderingId.ToString(), told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_admin.User.DisplayName, told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_a_recording_leaves_the_sketch_and_the_record_and_nothing_else_of_it()
    {
        await SpeakingApp.DetectAsync(_admin, await TravelledAsync()); // the memory is built before the erasure
        Assert.True((await _admin.SendAsync(HttpMethod.Delete, $"/api/renderings/{RenderingId}")).IsSuccessStatusCode);

        await using (var db = await _app.App.OpenDbAsync())
        {
            var kept = await db.Renderings.Include(r => r.Parts).SingleAsync(Token);
            Assert.Equal(("", (Guid?)null, 0), (kept.Text, kept.AudioBlobId, kept.Parts.Count));
            var sketch = await db.Sketches.SingleAsync(Token);
            Assert.Equal((kept.Id, kept.TenantId), (sketch.RenderingId, sketch.TenantId));
            Assert.InRange(sketch.Content.Length / _sound.Seconds, 600, 1_000);
        }

        var found = await SpeakingApp.DetectAsync(_admin, await TravelledAsync());
        Assert.Equal(RenderingId, found.GetProperty("trace").GetProperty("renderingId").GetGuid());
    }

    [Fact]
    public async Task A_sketch_past_its_time_is_erased_and_forgotten_by_the_running_program()
    {
        var memory = _app.App.Services.GetRequiredService<SketchMemory>();
        Assert.Equal(1, (await memory.RecallAsync(Token)).Count);
        await using var db = await _app.App.OpenDbAsync();
        await db.Sketches.ExecuteUpdateAsync(set => set.SetProperty(s => s.MadeAt, DateTimeOffset.UtcNow.AddDays(-1_096)), Token);

        await _app.App.Services.GetRequiredService<RenderingRetention>().EraseAsync(Token);

        Assert.Equal(0, await db.Sketches.CountAsync(Token));
        Assert.Equal(0, (await memory.RecallAsync(Token)).Count);
        Assert.Equal(1, await db.Renderings.CountAsync(Token));
    }

    private async Task<byte[]> TravelledAsync()
    {
        var travelled = FoundRecording.Faster(FoundRecording.RecordedAgain(_sound), 1.05);
        return await new AudioEncoder(new AudioOptions()).EncodeAsync(travelled, AudioFormat.Opus, null, 16, Token);
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Admin;

/// <summary>With the real mark: what the server remembers leads a badly damaged copy back, also after erasure, and its own school alone.</summary>
public sealed class MemoryTests : IAsyncLifetime
{
    private readonly SpeakingApp _app = new(marking: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_rerecorded_faster_and_heavily_coded_copy_leads_to_its_consent_before_and_after_erasure_and_only_its_school()
    {
        var admin = await _app.App.SignInAsync(TenantRole.Admin);
        var voice = await _app.AddVoiceAsync(admin.User, "My voice");
        _app.App.Services.GetRequiredService<MarkingSpeechEngine>().SentenceSeconds = 13;
        var rendering = await SpeakingApp.SpeakAsync(admin, voice, "One long sentence.");
        var id = rendering.GetProperty("id").GetGuid();
        var (copy, seconds) = await TravelledAsync(await admin.Client.GetByteArrayAsync($"/api/renderings/{id}/audio?format=wav", Token));

        var found = await SpeakingApp.DetectAsync(admin, copy);

        Assert.Equal("marked", found.GetProperty("verdict").GetString());
        Assert.Equal(id, found.GetProperty("trace").GetProperty("renderingId").GetGuid());
        Assert.Equal(admin.User.DisplayName, found.GetProperty("trace").GetProperty("consentByName").GetString());
        Assert.InRange(found.GetProperty("tempo").GetDouble(), 1.04, 1.06);

        var stranger = await _app.App.SignInAsync(TenantRole.Admin);
        var told = await SpeakingApp.DetectAsync(stranger, copy);
        Assert.Equal("other", told.GetProperty("origin").GetString());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("trace").ValueKind);
        Assert.DoesNotContain(rendering.GetProperty("markId").GetString()!, told.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(id.ToString(), told.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(admin.User.DisplayName, told.GetRawText(), StringComparison.Ordinal);

        Assert.True((await admin.SendAsync(HttpMethod.Delete, $"/api/renderings/{id}")).IsSuccessStatusCode);
        await using var db = await _app.App.OpenDbAsync();
        var kept = await db.Renderings.Include(r => r.Parts).SingleAsync(Token);
        Assert.Equal(("", (Guid?)null, 0), (kept.Text, kept.AudioBlobId, kept.Parts.Count));
        var sketch = await db.Sketches.SingleAsync(Token);
        Assert.Equal((kept.Id, kept.TenantId), (sketch.RenderingId, sketch.TenantId));
        Assert.InRange(sketch.Content.Length / seconds, 600, 1_000);
        Assert.Equal(id, (await SpeakingApp.DetectAsync(admin, copy)).GetProperty("trace").GetProperty("renderingId").GetGuid());
    }

    private static async Task<(byte[] File, double Seconds)> TravelledAsync(byte[] wav)
    {
        var sound = await new AudioDecoder(new AudioOptions()).DecodeAsync(wav, Token);
        var travelled = FoundRecording.Faster(FoundRecording.RecordedAgain(sound), 1.05);
        return (await new AudioEncoder(new AudioOptions()).EncodeAsync(travelled, AudioFormat.Opus, null, 16, Token), sound.Seconds);
    }
}

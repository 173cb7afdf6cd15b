using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Admin;
using VoiceWeb.Audit;
using VoiceWeb.Clips;
using VoiceWeb.Data;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Voices;

namespace VoiceWeb.Tests.Web.Admin;

/// <summary>The owner's and the teacher's whole way with a model of random weights, in the real app with the real engine.</summary>
public sealed class ModelWayTests : PageTest
{
    private readonly AppFactory _app = new();

    public ModelWayTests()
    {
        _app.Settings["Voices:MakeSample"] = "false";
        _app.Settings["Synthesis:PollSeconds"] = "1";

        // Pages work on the app's own features.
        Services.AddSingleton(_ => _app.Services.GetRequiredService<ModelDesk>());
        Services.AddSingleton(_ => _app.Services.GetRequiredService<ModelJobs>());
        Services.AddSingleton(_ => _app.Services.GetRequiredService<ClipLibrary>());
        Services.AddSingleton(_ => _app.Services.GetRequiredService<CreateVoice>());
        Services.AddSingleton(_ => _app.Services.GetRequiredService<SpokenLanguages>());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Incoming => Path.Combine(_app.DataPath, "incoming");

    [Fact]
    public async Task A_model_is_imported_a_voice_learned_and_what_it_says_carries_the_mark()
    {
        var owner = await _app.SignInAsync(TenantRole.Admin, owner: true);
        ModelLibrary.WriteRandom(Path.Combine(Incoming, "official"), "v2", ModelSize.Tiny, 3, Token);

        var models = RenderFor<ModelsPage>(owner.User);
        await models.WaitForElement("#import-name").ChangeAsync("tiny");
        await models.Find("form").SubmitAsync();
        models.WaitForElement("[data-model=tiny]");
        Assert.Equal("done", models.Find("[data-job]").GetAttribute("data-job"));
        Assert.Contains("GPT-SoVITS v2", models.Find("[data-model=tiny]").TextContent, StringComparison.Ordinal);
        await models.Find("[data-role=verify]").ClickAsync();
        models.WaitForElement("[data-model=tiny] .vw-note-success");

        var voice = await MakeVoiceAsync(owner);
        var sound = await SpeakAsync(owner, voice);
        var found = await owner.SendAsync(HttpMethod.Post, "/api/detect", new ByteArrayContent(sound) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } });
        var verdict = await found.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("marked", verdict.GetProperty("verdict").GetString());
        Assert.Equal(voice, verdict.GetProperty("trace").GetProperty("voiceId").GetGuid());

        // Taken to another model and back: learned anew each time, and the old profile is erased.
        Assert.Equal("builtin", (await _app.Services.GetRequiredService<ChangeVoiceModel>().ChangeAsync(owner.User, voice, "builtin", Token)).Value);
        await using (var db = await _app.OpenDbAsync())
        {
            Assert.Equal(("builtin", false), await db.Voices.Where(v => v.Id == voice).Select(v => new ValueTuple<string, bool>(v.Model, v.FitReportJson != null)).SingleAsync(Token));
            Assert.Empty(await db.PendingErasures.ToListAsync(Token));
        }

        await models.Find("[data-role=remove]").ClickAsync();
        await models.Find("[data-model=tiny] .vw-button-danger").ClickAsync();
        models.WaitForAssertion(() => Assert.Empty(models.FindAll("[data-model=tiny]")));
        Assert.Equal("voice-model-unavailable", (await _app.Services.GetRequiredService<ChangeVoiceModel>().ChangeAsync(owner.User, voice, "gpt-sovits:tiny", Token)).Refusal?.Code);
        await using var trail = await _app.OpenDbAsync();
        var events = await trail.AuditEntries.Select(e => e.Event).ToListAsync(Token);
        Assert.Equal(1, events.Count(e => e == nameof(AuditEvent.ModelImported)));
        Assert.Equal(1, events.Count(e => e == nameof(AuditEvent.ModelVerified)));
        Assert.Equal(1, events.Count(e => e == nameof(AuditEvent.ModelRemoved)));
        Assert.Equal(1, events.Count(e => e == nameof(AuditEvent.VoiceModelChanged)));
    }

    [Fact]
    public async Task What_cannot_become_a_model_gets_a_sentence_and_leaves_nothing()
    {
        var owner = await _app.SignInAsync(TenantRole.Admin, owner: true);
        var folder = Path.Combine(Incoming, "mine");
        ModelLibrary.WriteRandom(folder, "v2", ModelSize.Tiny, 4, Token);
        var gpt = Path.Combine(folder, "s1.ckpt");
        var whole = await File.ReadAllBytesAsync(gpt, Token);
        var page = RenderFor<ModelsPage>(owner.User);
        page.WaitForElement("#import-name");

        await RefusedAsync("../evil", "model-bad-name");
        await File.WriteAllBytesAsync(gpt, whole[..20_000], Token);
        await RefusedAsync("mine", "model-file-damaged");
        File.Delete(gpt);
        await RefusedAsync("mine", "model-incomplete");

        await using var db = await _app.OpenDbAsync();
        Assert.Equal(3, await db.AuditEntries.CountAsync(e => e.Event == nameof(AuditEvent.ModelImportFailed), Token));

        async Task RefusedAsync(string name, string code)
        {
            await page.Find("#import-name").ChangeAsync(name);
            await page.Find("form").SubmitAsync();
            page.WaitForElement($"[data-code='{code}']");
            page.WaitForAssertion(() => Assert.False(page.Find("#import-start").HasAttribute("disabled")));
            var models = Path.Combine(_app.DataPath, "models");
            Assert.True(!Directory.Exists(models) || !Directory.EnumerateFileSystemEntries(models).Any());
        }
    }

    [Fact]
    public async Task Files_are_taken_from_the_owner_alone_and_only_into_their_folder()
    {
        var owner = await _app.SignInAsync(TenantRole.Admin, owner: true);
        var admin = await _app.SignInAsync(TenantRole.Admin);

        Assert.Equal(HttpStatusCode.OK, await SendAsync(owner, "mine", "chinese-hubert-base/config.json"));
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(Incoming, "mine", "chinese-hubert-base", "config.json"), Token));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(admin, "mine", "s1.ckpt"));
        foreach (var (folder, path) in new[]
        {
            ("mine", "../../x.json"), ("mine", "a/b/c.json"), ("mine", "/etc/x.json"), ("mine", "run.sh"), ("mine", ".hidden.json"), ("mine", ""), ("..", "x.json"), (".hidden", "x.json"),
        })
        {
            Assert.NotEqual(HttpStatusCode.OK, await SendAsync(owner, folder, path));
        }

        Assert.Single(Directory.EnumerateFiles(Incoming, "*", SearchOption.AllDirectories));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => _app.Services.GetRequiredService<ModelDesk>().ReadAsync(admin.User, Token));
        Assert.Throws<UnauthorizedAccessException>(() => _app.Services.GetRequiredService<ModelDesk>().Import(admin.User, "mine", "mine", PrecisionProfile.Reference));
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _app.DisposeAsync();
    }

    /// <summary>A recording, a draft that speaks with the model, and consent as if it had been given and approved.</summary>
    private async Task<Guid> MakeVoiceAsync(SignedIn owner)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("en"), "language");
        form.Add(new ByteArrayContent(await SpokenWav.BytesAsync()), "file", "me.wav");
        using var kept = await owner.SendAsync(HttpMethod.Post, "/api/clips/", form);
        Assert.Equal(HttpStatusCode.Created, kept.StatusCode);

        var page = RenderFor<NewVoicePage>(owner.User);
        await page.WaitForElement("#new-model").ChangeAsync("gpt-sovits:tiny");
        await page.Find("form").SubmitAsync();
        await using var db = await _app.OpenDbAsync();
        Voice? voice = null;
        for (var attempt = 0; voice is null && attempt < 300; attempt++)
        {
            await Task.Delay(20, Token);
            voice = await db.Voices.SingleOrDefaultAsync(v => v.OwnerId == owner.User.Id, Token);
        }

        Assert.Equal("gpt-sovits:tiny", voice!.Model);
        voice.State = VoiceState.Active;
        db.Consents.Add(new ConsentRecord
        {
            Id = Guid.NewGuid(),
            TenantId = owner.User.TenantId,
            VoiceId = voice.Id,
            SubjectId = owner.User.Id,
            State = ConsentState.Active,
            Purposes = ConsentPurposes.Teaching,
            CreatedAt = DateTimeOffset.UtcNow,
            EndsAt = DateTimeOffset.UtcNow.AddDays(30),
        });
        await db.SaveChangesAsync(Token);
        await _app.Services.GetRequiredService<LearnVoice>().LearnWaitingAsync(Token);
        for (var attempt = 0; attempt < 500 && !await db.Voices.AnyAsync(v => v.Id == voice.Id && v.ProfileBlobId != null, Token); attempt++)
        {
            Assert.Null(_app.Services.GetRequiredService<LearningProgress>().Of(voice.Id)?.Failure);
            await Task.Delay(50, Token);
        }

        return voice.Id;
    }

    private static async Task<byte[]> SpeakAsync(SignedIn owner, Guid voice)
    {
        using var asked = await owner.PostJsonAsync("/api/renderings", new { voiceId = voice, text = "Good morning. We read about rivers and mountains today." });
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetGuid();
        for (var attempt = 0; ; attempt++)
        {
            var rendering = await owner.Client.GetFromJsonAsync<JsonElement>($"/api/renderings/{id}", Token);
            var state = rendering.GetProperty("state").GetString();
            if (state == "Done")
            {
                return await owner.Client.GetByteArrayAsync($"/api/renderings/{id}/audio", Token);
            }

            Assert.True(state is "Queued" or "Running" && attempt < 1200, $"{state}: {rendering}");
            await Task.Delay(50, Token);
        }
    }

    private static async Task<HttpStatusCode> SendAsync(SignedIn who, string folder, string path)
    {
        using var answer = await who.SendAsync(
            HttpMethod.Post, $"/api/models/incoming/{Uri.EscapeDataString(folder)}?path={Uri.EscapeDataString(path)}", new StringContent("{}"));
        return answer.StatusCode;
    }
}

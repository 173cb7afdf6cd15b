using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web.Clips;

/// <summary>Recordings over HTTP, in the real app.</summary>
public sealed class ClipsApiTests : IClassFixture<ClipsApiTests.SmallLimits>
{
    private readonly SmallLimits _app;

    public ClipsApiTests(SmallLimits app) => _app = app;

    [Fact]
    public async Task A_recording_is_kept_as_it_came_and_can_be_heard_seen_and_removed()
    {
        var ada = await _app.SignInAsync(TenantRole.Teacher);
        var id = await AddAsync(ada, await SpokenWav.BytesAsync());

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/clips/{id}/audio");
        request.Headers.Range = new RangeHeaderValue(0, 99);
        using var part = await ada.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(100, (await part.Content.ReadAsByteArrayAsync()).Length);
        using var peaks = JsonDocument.Parse(await ada.Client.GetStringAsync($"/api/clips/{id}/peaks"));
        Assert.Equal(800, peaks.RootElement.GetProperty("highest").GetArrayLength());
        using var spectrogram = JsonDocument.Parse(await ada.Client.GetStringAsync($"/api/clips/{id}/spectrogram"));
        Assert.Equal(480 * 96, Convert.FromBase64String(spectrogram.RootElement.GetProperty("cells").GetString()!).Length);
        await using (var db = await _app.OpenDbAsync())
        {
            var clip = await db.Clips.SingleAsync(c => c.Id == id);
            Assert.Equal(("wav", ClipSource.Microphone, "hello"), (clip.Format, clip.Source, clip.Transcript));
            Assert.Single(await db.AuditEntries.Where(e => e.Event == "ClipAdded" && e.Subject == $"clip:{id}").ToListAsync());
        }

        using var removed = await ada.SendAsync(HttpMethod.Delete, $"/api/clips/{id}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Client.GetAsync($"/api/clips/{id}")).StatusCode);
    }

    [Theory]
    [InlineData("text", "clip-not-audio-text")]
    [InlineData("zip", "clip-not-audio-archive")]
    [InlineData("empty", "clip-empty")]
    [InlineData("truncated", "clip-damaged")]
    [InlineData("large", "clip-too-large")]
    [InlineData("long", "clip-too-long")]
    [InlineData("three-hours", "clip-too-long")]
    [InlineData("short", "clip-too-short")]
    [InlineData("silent", "clip-silent")]
    public async Task Bad_input_gets_its_own_sentence_and_leaves_nothing_behind(string kind, string code)
    {
        var ada = await _app.SignInAsync(TenantRole.Teacher);
        var blobs = Path.Combine(_app.DataPath, "blobs");
        var before = Files(blobs);

        using var answer = await SendAsync(ada, await BadAsync(kind));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
        Assert.True(problem.RootElement.GetProperty("detail").GetString()!.Length > 20);
        Assert.Equal(before, Files(blobs));
        await using var db = await _app.OpenDbAsync();
        Assert.Empty(await db.Clips.Where(c => c.OwnerId == ada.User.Id).ToListAsync());
    }

    [Fact]
    public async Task Several_files_get_one_outcome_each()
    {
        var ada = await _app.SignInAsync(TenantRole.Teacher);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(await SpokenWav.BytesAsync()), "file", "good.wav" },
            { new ByteArrayContent("only words, no sound at all"u8.ToArray()), "file", "bad.wav" },
        };

        using var answer = await ada.SendAsync(HttpMethod.Post, "/api/clips/", form);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var outcomes = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(JsonValueKind.Object, outcomes.RootElement[0].GetProperty("clip").ValueKind);
        Assert.Equal("clip-not-audio-text", outcomes.RootElement[1].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/audio")]
    [InlineData("/peaks")]
    [InlineData("/spectrogram")]
    public async Task Somebody_elses_recording_is_not_found(string what)
    {
        var ada = await _app.SignInAsync(TenantRole.Teacher);
        var id = await AddAsync(ada, await SpokenWav.BytesAsync());
        var colleague = await _app.SignInAsync(TenantRole.Admin, ada.User.TenantId);
        var stranger = await _app.SignInAsync(TenantRole.Admin);

        Assert.Equal(HttpStatusCode.NotFound, (await colleague.Client.GetAsync($"/api/clips/{id}{what}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync($"/api/clips/{id}{what}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(HttpMethod.Delete, $"/api/clips/{id}")).StatusCode);
    }

    [Fact]
    public async Task Who_may_not_speak_or_has_no_token_is_turned_away()
    {
        var student = await _app.SignInAsync(TenantRole.Student);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(student, await SpokenWav.BytesAsync())).StatusCode);

        var ada = await _app.SignInAsync(TenantRole.Teacher);
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a.wav" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.Client.PostAsync("/api/clips/", form)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _app.Visitor().GetAsync("/api/clips/")).StatusCode);
    }

    private static async Task<Guid> AddAsync(SignedIn user, byte[] file)
    {
        using var answer = await SendAsync(user, file);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        using var clip = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return clip.RootElement.GetProperty("id").GetGuid();
    }

    private static async Task<HttpResponseMessage> SendAsync(SignedIn user, byte[] file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("microphone"), "source" },
            { new StringContent("hello"), "transcript" },
            { new ByteArrayContent(file), "file", "reading.wav" },
        };
        return await user.SendAsync(HttpMethod.Post, "/api/clips/", form);
    }

    private static async Task<byte[]> BadAsync(string kind) => kind switch
    {
        "text" => "These are words, and no sound at all.\n"u8.ToArray(),
        "zip" => Zip(),
        "empty" => [],
        "truncated" => (await SpokenWav.BytesAsync())[..2_000],
        "large" => [.. await SpokenWav.BytesAsync(), .. new byte[3_000_000]],
        "long" => Silence(61),
        "three-hours" => await ThreeHoursAsync(),
        "short" => Tone(),
        _ => Silence(5),
    };

    private static byte[] Zip()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("a.txt");
        }

        return file.ToArray();
    }

    private static byte[] Silence(int seconds) =>
        VoiceWeb.Engine.Audio.WavWriter.ToBytes(new VoiceWeb.Engine.Audio.AudioBuffer(new float[8_000 * seconds], 8_000));

    // 40 kB: small to send, but 10,800 s once it is unpacked.
    private static async Task<byte[]> ThreeHoursAsync()
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in "-v error -f lavfi -i anullsrc=r=8000:cl=mono -t 10800 -c:a flac -frame_size 32768 -f flac -".Split(' '))
        {
            start.ArgumentList.Add(argument);
        }

        using var ffmpeg = Process.Start(start)!;
        using var file = new MemoryStream();
        await ffmpeg.StandardOutput.BaseStream.CopyToAsync(file);
        await ffmpeg.WaitForExitAsync();
        Assert.InRange(file.Length, 1_000, 1_000_000);
        return file.ToArray();
    }

    // One second: too short, whatever is in it.
    private static byte[] Tone() => VoiceWeb.Engine.Audio.WavWriter.ToBytes(new VoiceWeb.Engine.Audio.AudioBuffer(
        [.. Enumerable.Range(0, 8_000).Select(i => 0.3f * MathF.Sin(i * 0.2f))], 8_000));

    private static string[] Files(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()] : [];

    /// <summary>An app that takes 2 MB and a minute, and makes no sample voice meanwhile.</summary>
    public sealed class SmallLimits : AppFactory
    {
        public SmallLimits()
        {
            Settings["Clips:MaxBytes"] = "2000000";
            Settings["Clips:MaxSeconds"] = "60";
            Settings["Voices:MakeSample"] = "false";
        }
    }
}

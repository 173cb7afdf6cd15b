using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VoiceWeb.Data;
using VoiceWeb.Tests.Web.Cli;

namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>
/// The whole app with its real engine and mark: five teachers of two schools, each with a voice of their own, order ten texts each at
/// once. Every recording must be there, in its owner's pitch and with its own mark. Explicit, since it takes minutes:
/// <c>./test -explicit only -showLiveOutput -class '*FiftyJobsTable'</c>.
/// </summary>
public sealed class FiftyJobsTable(FiftyJobsTable.App app, ITestOutputHelper output) : IClassFixture<FiftyJobsTable.App>
{
    private const string Read = "The rainbow is a division of white light into many beautiful colours. These take the shape of a long round arch, "
        + "with its path high above, and its two ends apparently beyond the horizon.";

    private static readonly (string Speaker, string Height)[] Speakers =
        [("en-us+m2", "15"), ("en-us+m3", "45"), ("en-us+f2", "45"), ("en-us+f3", "65"), ("en-us+f4", "85")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Fifty_jobs_of_five_members_with_the_real_engine()
    {
        var schools = new[] { (await app.AddTenantAsync()).Id, (await app.AddTenantAsync()).Id };
        List<(SignedIn User, Guid Voice, double Pitch)> members = [];
        foreach (var (speaker, height) in Speakers)
        {
            var user = await app.SignInAsync(TenantRole.Admin, schools[members.Count % 2]);
            var clip = await EspeakAsync(speaker, height);
            members.Add((user, await AddVoiceAsync(user, await File.ReadAllBytesAsync(clip, Token)), await MedianPitch.OfAsync(clip)));
        }

        await UntilLearnedAsync(members.Count);
        var clock = Stopwatch.StartNew();
        var orders = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            var (user, voice, pitch) = members[i % members.Count];
            var id = await IdOfAsync(await user.PostJsonAsync("/api/renderings/", new
            {
                voiceId = voice,
                text = $"This is text number {i}, spoken for one of five teachers. It is marked with a number of its own, which nobody else has.",
            }));
            return (User: user, Voice: voice, Pitch: pitch, Id: id);
        }));
        await UntilOverAsync();
        var seconds = clock.Elapsed.TotalSeconds;

        List<double> cents = [];
        HashSet<string> marks = [];
        foreach (var (user, voice, pitch, id) in orders)
        {
            var sound = Path.Combine(app.DataPath, $"{id}.wav");
            await File.WriteAllBytesAsync(sound, await user.Client.GetByteArrayAsync($"/api/renderings/{id}/audio", Token), Token);
            cents.Add(1200 * Math.Log2(await MedianPitch.OfAsync(sound) / pitch));
            using var file = new ByteArrayContent(await File.ReadAllBytesAsync(sound, Token));
            using var answer = await user.SendAsync(HttpMethod.Post, "/api/detect/", file);
            using var found = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
            Assert.Equal(id, found.RootElement.GetProperty("trace").GetProperty("renderingId").GetGuid());
            marks.Add(found.RootElement.GetProperty("markId").GetString()!);
        }

        Assert.Equal(50, marks.Count);
        Assert.All(cents, c => Assert.InRange(c, -60, 60));
        await using var db = await app.OpenDbAsync();
        Assert.Equal(50, await db.Renderings.CountAsync(r => r.State == RenderingState.Done && r.Attempts == 1, Token));
        var audio = await db.Renderings.SumAsync(r => r.AudioSeconds, Token);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"50 of 50 done in {seconds:0.0} s ({audio:0} s of speech), 50 marks, 50 traced; pitch off by {cents.Average(Math.Abs):0} cents on average, {cents.Max(Math.Abs):0} at worst"));
    }

    private async Task<Guid> AddVoiceAsync(SignedIn user, byte[] wav)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("upload"), "source" }, { new StringContent(Read), "transcript" }, { new ByteArrayContent(wav), "file", "reading.wav" },
        };
        var clip = await IdOfAsync(await user.SendAsync(HttpMethod.Post, "/api/clips/", form));
        var voice = await IdOfAsync(await user.PostJsonAsync("/api/voices/", new { name = "Mine", language = "en", clipIds = new[] { clip } }));
        // As after the ceremony and its review, which have tests of their own.
        await using var db = await app.OpenDbAsync();
        db.Consents.Add(new ConsentRecord
        {
            Id = Guid.NewGuid(),
            TenantId = user.User.TenantId,
            VoiceId = voice,
            SubjectId = user.User.Id,
            State = ConsentState.Active,
            Purposes = ConsentPurposes.Teaching,
            CreatedAt = DateTimeOffset.UtcNow,
            EndsAt = DateTimeOffset.UtcNow.AddDays(30),
        });
        (await db.Voices.SingleAsync(v => v.Id == voice, Token)).State = VoiceState.Active;
        await db.SaveChangesAsync(Token);
        return voice;
    }

    private async Task UntilLearnedAsync(int count)
    {
        while (true)
        {
            await using var db = await app.OpenDbAsync();
            if (await db.Voices.CountAsync(v => v.ProfileBlobId != null, Token) == count)
            {
                return;
            }

            await Task.Delay(500, Token);
        }
    }

    private async Task UntilOverAsync()
    {
        while (true)
        {
            await using var db = await app.OpenDbAsync();
            if (!await db.Renderings.AnyAsync(r => r.State == RenderingState.Queued || r.State == RenderingState.Running, Token))
            {
                return;
            }

            await Task.Delay(100, Token);
        }
    }

    private Task<string> EspeakAsync(string speaker, string height) =>
        Espeak.SpeakAsync(Path.Combine(app.DataPath, $"{speaker}.wav"), Read, "-v", speaker, "-p", height);

    private static async Task<Guid> IdOfAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Token));
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
            return body.RootElement.GetProperty("id").GetGuid();
        }
    }

    public sealed class App : AppFactory
    {
        public App() => Settings["Voices:MakeSample"] = "false";
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>
/// The real app, and voices to speak with: with the <see cref="FakeSpeechEngine"/>, or with the real mark and everything that reads it.
/// </summary>
public sealed class SpeakingApp : IAsyncDisposable
{
    /// <param name="marking">Whether speech is marked and read by the real engine, which takes longer.</param>
    public SpeakingApp(bool marking = false)
    {
        App = new AppFactory
        {
            Replace = services =>
            {
                if (marking)
                {
                    // One key for every run, so that no run has better or worse luck with its key.
                    services.AddSingleton(WatermarkKeyRing.Parse("vw1:0000000a:" + new string('7', 64)));
                    services.AddSingleton<MarkingSpeechEngine>();
                    services.AddSingleton<ISpeechEngine>(provider => provider.GetRequiredService<MarkingSpeechEngine>());
                }
                else
                {
                    services.AddSingleton<ISpeechEngine>(Engine);
                    services.AddSingleton<IMarkReader>(Reader);
                }

                services.AddSingleton(new AudioEncoder(new AudioOptions()));
                services.AddSingleton(new AudioDecoder(new AudioOptions()));
            },
        };
        App.Settings["Synthesis:PollSeconds"] = "1";
    }

    public AppFactory App { get; }

    public FakeSpeechEngine Engine { get; } = new();

    public FakeMarkReader Reader { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A voice that its speaker has consented to.</summary>
    public async Task<Guid> AddVoiceAsync(CurrentUser speaker, string name = "A voice")
    {
        var profile = await App.Services.GetRequiredService<SealedBlobs>().SaveAsync(new MemoryStream(Guid.NewGuid().ToByteArray()), Token);
        await using var db = await App.OpenDbAsync();
        var voice = new Voice
        {
            Id = Guid.NewGuid(),
            TenantId = speaker.TenantId,
            OwnerId = speaker.Id,
            Name = name,
            State = VoiceState.Active,
            ProfileBlobId = profile.Id,
            CreatedAt = DateTimeOffset.UtcNow,
        };
        db.Voices.Add(voice);
        db.Consents.Add(new ConsentRecord
        {
            Id = Guid.NewGuid(),
            TenantId = speaker.TenantId,
            VoiceId = voice.Id,
            SubjectId = speaker.Id,
            State = ConsentState.Active,
            Purposes = ConsentPurposes.Teaching,
            CreatedAt = DateTimeOffset.UtcNow,
            EndsAt = DateTimeOffset.UtcNow.AddDays(30),
        });
        await db.SaveChangesAsync(Token);
        return voice.Id;
    }

    /// <summary>Asks for a text and waits until it is over.</summary>
    public static async Task<JsonElement> SpeakAsync(SignedIn speaker, Guid voice, string text)
    {
        var answer = await speaker.PostJsonAsync("/api/renderings", new { voiceId = voice, text });
        var rendering = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        while (rendering.GetProperty("state").GetString() is "Queued" or "Running")
        {
            await Task.Delay(20, Token);
            rendering = await speaker.Client.GetFromJsonAsync<JsonElement>($"/api/renderings/{rendering.GetProperty("id").GetGuid()}", Token);
        }

        return rendering;
    }

    /// <summary>Has a file examined, as the detect page would.</summary>
    public static async Task<JsonElement> DetectAsync(SignedIn who, byte[] file)
    {
        var answer = await who.SendAsync(HttpMethod.Post, "/api/detect", new ByteArrayContent(file)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

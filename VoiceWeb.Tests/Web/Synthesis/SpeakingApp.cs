using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;
using VoiceWeb.Engine;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Security;
using VoiceWeb.Storage;
using VoiceWeb.Synthesis;

namespace VoiceWeb.Tests.Web.Synthesis;

/// <summary>The real app with the <see cref="FakeSpeechEngine"/>, and voices to speak with.</summary>
public sealed class SpeakingApp : IAsyncDisposable
{
    public SpeakingApp()
    {
        App = new AppFactory
        {
            Replace = services =>
            {
                services.AddSingleton<ISpeechEngine>(Engine);
                services.AddSingleton<IMarkReader>(Reader);
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

    public ValueTask DisposeAsync() => App.DisposeAsync();
}

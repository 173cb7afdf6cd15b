using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using VoiceWeb.Data;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Admin;

/// <summary>
/// With the real mark: a download in any format, and what people make of one (other containers, rates, widths, two channels), is read back
/// by the detect page.
/// </summary>
public sealed class FoundFormatTests(FoundFormatTests.Spoken spoken) : IClassFixture<FoundFormatTests.Spoken>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    [InlineData("opus")]
    [InlineData("flac")]
    [InlineData("m4a")]
    public async Task Every_download_carries_a_mark_that_is_read_without_its_labels(string format)
    {
        // Coded once more without any tag: what is found is the sound's own.
        var file = await spoken.Admin.Client.GetByteArrayAsync($"/api/renderings/{spoken.Rendering}/audio?format={format}", Token);
        await LeadsBackAsync(await ConvertAsync(file, format, "wav", "-map_metadata", "-1"));
    }

    [Theory]
    [InlineData("mp3", "-ac 2 -ar 44100 -b:a 128k")]
    [InlineData("wav", "-af pan=stereo|c0=c0|c1=0*c0 -ar 48000")]
    [InlineData("flac", "-ac 2 -ar 96000 -sample_fmt s32")]
    [InlineData("wav", "-ar 8000 -c:a pcm_mulaw")]
    [InlineData("wav", "-ar 16000 -c:a pcm_u8")]
    [InlineData("ogg", "-ac 2 -ar 48000 -c:a libvorbis -q:a 2")]
    [InlineData("webm", "-c:a libopus -b:a 24k")]
    [InlineData("m4a", "-ac 2 -c:a aac -b:a 64k")]
    [InlineData("aac", "-ar 22050 -c:a aac -b:a 48k")]
    public async Task What_people_make_of_it_leads_back(string extension, string options) =>
        await LeadsBackAsync(await ConvertAsync(spoken.Wav, "wav", extension, options.Split(' ')));

    private async Task LeadsBackAsync(byte[] file)
    {
        var found = await SpeakingApp.DetectAsync(spoken.Admin, file);
        Assert.Equal("marked", found.GetProperty("verdict").GetString());
        Assert.Equal(spoken.Rendering, found.GetProperty("trace").GetProperty("renderingId").GetGuid());
    }

    private static async Task<byte[]> ConvertAsync(byte[] file, string from, string to, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("voiceweb-found-");
        try
        {
            var (source, target) = (Path.Combine(folder.FullName, "in." + from), Path.Combine(folder.FullName, "out." + to));
            await File.WriteAllBytesAsync(source, file, Token);
            using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", source, .. options, target]) { RedirectStandardError = true })!;
            var complaints = await ffmpeg.StandardError.ReadToEndAsync(Token);
            await ffmpeg.WaitForExitAsync(Token);
            Assert.True(ffmpeg.ExitCode == 0, complaints);
            return await File.ReadAllBytesAsync(target, Token);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A recording of one school, at 24 kHz.</summary>
    public sealed class Spoken : IAsyncLifetime
    {
        private readonly SpeakingApp _app = new(marking: true);

        public SignedIn Admin { get; private set; } = null!;

        public Guid Rendering { get; private set; }

        public byte[] Wav { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Admin = await _app.App.SignInAsync(TenantRole.Admin);
            var voice = await _app.AddVoiceAsync(Admin.User);
            _app.App.Services.GetRequiredService<MarkingSpeechEngine>().SentenceSeconds = 9;
            Rendering = (await SpeakingApp.SpeakAsync(Admin, voice, "One long sentence.")).GetProperty("id").GetGuid();
            Wav = await Admin.Client.GetByteArrayAsync($"/api/renderings/{Rendering}/audio?format=wav", Token);
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}

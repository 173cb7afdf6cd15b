using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using VoiceWeb.Data;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Tests.Web.Synthesis;

namespace VoiceWeb.Tests.Web.Admin;

/// <summary>What each kind of evidence says of a file, and that contradictions are told.</summary>
public sealed class DecisionTests(DecisionTests.Spoken spoken) : IClassFixture<DecisionTests.Spoken>
{
    private readonly SignedIn _admin = spoken.Admin;
    private readonly Guid _first = spoken.First;
    private readonly Guid _second = spoken.Second;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wav")]
    [InlineData("mp3")]
    [InlineData("opus")]
    public async Task A_download_is_an_exact_copy_with_a_genuine_label_and_its_mark(string format)
    {
        var found = await SpeakingApp.DetectAsync(_admin, await DownloadAsync(_first, format));

        Assert.Equal("yes", found.GetProperty("madeHere").GetString());
        Assert.False(found.GetProperty("contradicts").GetBoolean());
        Assert.Equal(["copy found exact", "label found ours", "signature found genuine", "manifest notFound none", "mark found blind", "memory notFound notNeeded", "ledger found issued"], Layers(found));
        var rendering = Assert.Single(found.GetProperty("renderings").EnumerateArray().ToList());
        Assert.Equal(_first, rendering.GetProperty("renderingId").GetGuid());
    }

    [Fact]
    public async Task A_file_coded_anew_keeps_a_genuine_label_for_the_same_recording()
    {
        var (label, _) = Split(await DownloadAsync(_first, "mp3"));
        var (_, anew) = Split(await EncodeAsync(await HearAsync(_first), 96));

        var found = await SpeakingApp.DetectAsync(_admin, [.. label, .. anew]);

        Assert.Contains("signature found recoded", Layers(found));
        Assert.False(found.GetProperty("contradicts").GetBoolean());
    }

    [Fact]
    public async Task A_label_carried_over_from_another_recording_is_a_contradiction()
    {
        var (label, _) = Split(await DownloadAsync(_second, "mp3"));
        var (_, sound) = Split(await DownloadAsync(_first, "mp3"));

        var found = await SpeakingApp.DetectAsync(_admin, [.. label, .. sound]);

        Assert.True(found.GetProperty("contradicts").GetBoolean());
        Assert.Contains("label contradicts transplanted", Layers(found));
        Assert.Contains("signature contradicts otherSound", Layers(found));
        // The mark is harder to carry over: it decides.
        Assert.Equal(_first, found.GetProperty("trace").GetProperty("renderingId").GetGuid());
    }

    [Fact]
    public async Task A_label_carried_over_to_what_was_not_made_here_proves_nothing()
    {
        var (label, _) = Split(await DownloadAsync(_first, "mp3"));
        var stranger = new AudioBuffer([.. Enumerable.Range(0, 48_000).Select(i => 0.3f * MathF.Sin(i * 0.05f))], 16_000);
        var (_, sound) = Split(await EncodeAsync(stranger, 128));

        var found = await SpeakingApp.DetectAsync(_admin, [.. label, .. sound]);

        Assert.Equal("inconclusive", found.GetProperty("madeHere").GetString());
        Assert.Contains("signature contradicts otherSound", Layers(found));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("trace").ValueKind);
    }

    [Fact]
    public async Task An_altered_label_and_a_second_label_are_contradictions()
    {
        var wav = await DownloadAsync(_first, "wav");
        var altered = wav.ToArray();
        var at = altered.AsSpan().IndexOf("\"ProduceID\":\""u8) + 13;
        Encoding.ASCII.GetBytes(_second.ToString("N")).CopyTo(altered, at);
        Assert.Contains("signature contradicts forged", Layers(await SpeakingApp.DetectAsync(_admin, altered)));

        var chunk = wav.AsSpan(36, 8 + BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)) + (wav[40] & 1)).ToArray();
        byte[] twice = [.. wav[..36], .. chunk, .. wav[36..]];
        BinaryPrimitives.WriteInt32LittleEndian(twice.AsSpan(4), twice.Length - 8);
        Assert.Contains("label contradicts several", Layers(await SpeakingApp.DetectAsync(_admin, twice)));
    }

    [Fact]
    public async Task What_was_not_made_here_is_told_without_a_word_about_humans()
    {
        var found = await SpeakingApp.DetectAsync(_admin, await EncodeAsync(new AudioBuffer(new float[48_000], 16_000), 64));

        Assert.Equal(("no", "notFound"), (found.GetProperty("madeHere").GetString(), found.GetProperty("verdict").GetString()));
        Assert.DoesNotContain("human", found.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    private static string[] Layers(JsonElement found) =>
        [.. found.GetProperty("layers").EnumerateArray().Select(layer => $"{layer.GetProperty("layer")} {layer.GetProperty("state")} {layer.GetProperty("detail")}")];

    private Task<byte[]> DownloadAsync(Guid id, string format) => _admin.Client.GetByteArrayAsync($"/api/renderings/{id}/audio?format={format}", Token);

    private async Task<AudioBuffer> HearAsync(Guid id) => await new AudioDecoder(new AudioOptions()).DecodeAsync(await DownloadAsync(id, "wav"), Token);

    private static Task<byte[]> EncodeAsync(AudioBuffer audio, int bitRate) =>
        new AudioEncoder(new AudioOptions()).EncodeAsync(audio, AudioFormat.Mp3, null, bitRate, Token);

    private static (byte[] Tag, byte[] Sound) Split(byte[] mp3)
    {
        var length = 10 + ((mp3[6] << 21) | (mp3[7] << 14) | (mp3[8] << 7) | mp3[9]);
        return (mp3[..length], mp3[length..]);
    }

    /// <summary>Two recordings of one school.</summary>
    public sealed class Spoken : IAsyncLifetime
    {
        private readonly SpeakingApp _app = new();

        public SignedIn Admin { get; private set; } = null!;

        public Guid First { get; private set; }

        public Guid Second { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Admin = await _app.App.SignInAsync(TenantRole.Admin);
            var voice = await _app.AddVoiceAsync(Admin.User, "My voice");
            First = (await SpeakingApp.SpeakAsync(Admin, voice, "One. Two.")).GetProperty("id").GetGuid();
            Second = (await SpeakingApp.SpeakAsync(Admin, voice, "Three. Four.")).GetProperty("id").GetGuid();
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}

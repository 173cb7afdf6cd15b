using System.Buffers.Binary;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Watermark;
using VoiceWeb.Storage;

namespace VoiceWeb.Tests.Web.Storage;

public sealed class AudioStoreTests : IAsyncLifetime
{
    private const int Rate = 24_000;

    private TestInstallation _installation = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AudioStore Store => _installation.Get<AudioStore>();

    public async ValueTask InitializeAsync() => _installation = await TestInstallation.StartAsync();

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task A_part_is_a_wav_file_of_its_samples()
    {
        var part = await Store.SaveAsync(Marked([0f, 0.5f, -1f, 2f]), Token);

        var wav = await ReadAsync(part.Id);

        Assert.Equal("RIFF"u8.ToArray(), wav[..4]);
        Assert.Equal(wav.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(4)));
        Assert.Equal(Rate, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)));
        Assert.Equal([0, 16_384, short.MinValue, short.MaxValue], Samples(wav, 44));
    }

    [Theory]
    [InlineData("{\"Label\":\"1\"}")] // odd length: the chunk is padded
    [InlineData("{\"Label\":\"12\"}")]
    public async Task Joined_parts_are_all_samples_in_order_behind_the_label(string label)
    {
        var first = await Store.SaveAsync(Marked([0.25f, 0.5f]), Token);
        var second = await Store.SaveAsync(Marked([-0.25f]), Token);

        byte[] hashed = [];
        var whole = await Store.JoinAsync(
            [first.Id, second.Id],
            Rate,
            sound =>
            {
                hashed = sound.ToArray();
                return [("AIGC", System.Text.Encoding.ASCII.GetBytes(label))];
            },
            Token);

        var wav = await ReadAsync(whole.Id);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(wav.AsSpan(wav.Length - 6)), hashed);
        Assert.Equal(wav.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(4)));
        Assert.Equal("AIGC"u8.ToArray(), wav[36..40]);
        Assert.Equal(label, System.Text.Encoding.ASCII.GetString(wav, 44, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40))));
        Assert.Equal([8_192, 16_384, -8_192], Samples(wav, wav.Length - 6));
        Assert.Equal(6, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(wav.Length - 10)));
    }

    [Fact]
    public async Task A_whole_is_not_made_when_a_part_was_erased()
    {
        var first = await Store.SaveAsync(Marked([0.25f]), Token);
        await Store.DeleteAsync(first.Id);

        await Assert.ThrowsAsync<BlobMissingException>(() => Store.JoinAsync([first.Id], Rate, _ => [], Token));
    }

    private static WatermarkedAudio Marked(float[] samples) => new(new AudioBuffer(samples, Rate), new WatermarkId(1));

    private static short[] Samples(byte[] wav, int from) =>
        [.. Enumerable.Range(0, (wav.Length - from) / 2).Select(i => BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(from + 2 * i)))];

    private async Task<byte[]> ReadAsync(Guid id)
    {
        await using var stream = await Store.OpenAsync(id, Token);
        var all = new byte[stream.Length];
        await stream.ReadExactlyAsync(all, Token);
        return all;
    }
}

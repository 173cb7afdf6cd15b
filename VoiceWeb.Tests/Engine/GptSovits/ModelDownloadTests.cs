using System.Security.Cryptography;
using VoiceWeb.Engine.GptSovits;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>Published files arrive whole and unaltered over a bad line, or not at all.</summary>
public sealed class ModelDownloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-download-").FullName;
    private readonly byte[] _large = RandomNumbers(300_000, 1);
    private readonly byte[] _small = "{\"heads\": 12}"u8.ToArray();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Large => Path.Combine(_folder, "sub", "model=1.pth");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_arrive_in_their_folders_and_are_not_fetched_twice()
    {
        await using var server = await StartAsync();
        var progress = new List<double>();

        await FetchAsync(server, progress: new Recording(progress));
        await FetchAsync(server);

        Assert.Equal(_large, await File.ReadAllBytesAsync(Large, Token));
        Assert.Equal(_small, await File.ReadAllBytesAsync(Path.Combine(_folder, "config.json"), Token));
        Assert.Equal(2, server.Starts.Count);
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(1, progress[^1]);
        Assert.Equal(2, Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task What_a_dropped_connection_left_is_gone_on_from()
    {
        await using var server = await StartAsync();
        server.Behave = (number, bytes) => (bytes, number < 3 && bytes.Length > 1000 ? 70_000 : null);

        await FetchAsync(server);

        Assert.Equal(_large, await File.ReadAllBytesAsync(Large, Token));
        Assert.Equal(0, server.Starts[0]);
        Assert.All(server.Starts.Take(4).Zip(server.Starts.Skip(1).Take(3)), pair => Assert.True(pair.Second > pair.First, "each request begins where the last one ended"));
    }

    [Fact]
    public async Task A_later_run_goes_on_too_and_a_server_without_ranges_begins_again()
    {
        await using var ranges = await StartAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(Large)!);
        await File.WriteAllBytesAsync(Large + ".part", _large[..123_456], Token);
        await FetchAsync(ranges);
        Assert.Equal(123_456, ranges.Starts[0]);
        Assert.Equal(_large, await File.ReadAllBytesAsync(Large, Token));

        File.Delete(Large);
        await File.WriteAllBytesAsync(Large + ".part", _large[..123_456], Token);
        await using var plain = await StartAsync(ignoresRanges: true);
        await FetchAsync(plain);
        Assert.Equal(_large, await File.ReadAllBytesAsync(Large, Token));
    }

    [Fact]
    public async Task Corrupt_bytes_are_fetched_again_once_and_then_refused()
    {
        byte[] Wrong(byte[] bytes)
        {
            byte[] changed = [.. bytes];
            changed[^1] ^= 1;
            return changed;
        }

        await using var once = await StartAsync();
        once.Behave = (number, bytes) => (number == 0 ? Wrong(bytes) : bytes, null);
        await FetchAsync(once);
        Assert.Equal(_large, await File.ReadAllBytesAsync(Large, Token));

        File.Delete(Large);
        await using var always = await StartAsync();
        always.Behave = (_, bytes) => (bytes.Length > 1000 ? Wrong(bytes) : bytes, null);
        var refused = await Assert.ThrowsAsync<ModelImportException>(() => FetchAsync(always));
        Assert.Equal("model-download-corrupt", refused.Reason);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, "sub")));
    }

    [Fact]
    public async Task A_file_whose_hash_is_not_known_is_checked_by_what_the_publisher_says()
    {
        await using var server = await StartAsync();
        server.Behave = (number, bytes) => (bytes.Length > 1000 && number == 0 ? RandomNumbers(bytes.Length, 9) : bytes, null);
        await FetchAsync(server, knowsHashes: false);
        Assert.Equal(_large, await File.ReadAllBytesAsync(Large, Token));
        Assert.Equal(3, server.Starts.Count);

        // Git's name of a small content counts as well.
        File.Delete(Path.Combine(_folder, "config.json"));
        server.Behave = (_, bytes) => (bytes.Length < 1000 ? "{\"heads\": 13}"u8.ToArray() : bytes, null);
        var refused = await Assert.ThrowsAsync<ModelImportException>(() => FetchAsync(server, knowsHashes: false));
        Assert.Equal("model-download-corrupt", refused.Reason);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_and_one_that_does_not_have_it_is_not()
    {
        await using var busy = await StartAsync();
        busy.Status = number => number < 2 ? 503 : null;
        await FetchAsync(busy);
        Assert.Equal(_large, await File.ReadAllBytesAsync(Large, Token));

        await using var empty = await StartAsync();
        empty.Files.Clear();
        File.Delete(Large);
        var refused = await Assert.ThrowsAsync<ModelImportException>(() => FetchAsync(empty));
        Assert.Equal("model-download-refused", refused.Reason);
        Assert.Empty(empty.Starts);

        await using var broken = await StartAsync();
        broken.Status = _ => 500;
        Assert.Equal("model-download-broken", (await Assert.ThrowsAsync<ModelImportException>(() => FetchAsync(broken))).Reason);
    }

    [Fact]
    public async Task Cancelling_keeps_what_has_come_and_a_silent_line_is_given_up()
    {
        await using var server = await StartAsync();
        server.Holds = true;
        server.Behave = (_, bytes) => (bytes, bytes.Length > 1000 ? 100_000 : null);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(server, progress: new CancelAtFirstReport(stop), cancellationToken: stop.Token));
        Assert.False(File.Exists(Large));
        var kept = new FileInfo(Large + ".part").Length;
        Assert.True(kept > 0);

        server.Behave = (number, bytes) => (bytes, number == 1 && bytes.Length > 1000 ? 100 : null);
        await FetchAsync(server, stall: TimeSpan.FromMilliseconds(300));
        Assert.Equal(_large, await File.ReadAllBytesAsync(Large, Token));
        Assert.Equal([0, kept, kept + 100], server.Starts.Take(3));
    }

    [Fact]
    public async Task A_server_that_always_begins_again_is_given_up_in_the_end()
    {
        await using var server = await StartAsync(ignoresRanges: true);
        server.Behave = (_, bytes) => (bytes, bytes.Length > 1000 ? 50_000 : null);

        var refused = await Assert.ThrowsAsync<ModelImportException>(() => FetchAsync(server));

        Assert.Equal("model-download-broken", refused.Reason);
        Assert.InRange(server.Starts.Count, 6, 8);
    }

    [Fact]
    public void Every_official_file_is_known_by_length_hash_and_licence_and_recognised()
    {
        Assert.Equal(["v2", "v2Pro", "v2ProPlus"], OfficialModels.All.Select(model => model.Name));
        foreach (var model in OfficialModels.All)
        {
            Assert.Equal(40, model.Revision.Length);
            Assert.Equal(model.Name == "v2" ? 7 : 8, model.Files.Count);
            Assert.All(model.Files, file =>
            {
                Assert.True(file.Bytes > 0);
                Assert.Matches("^[0-9a-f]{64}$", file.Sha256!);
                Assert.Equal(file, OfficialModels.Recognise(file.Sha256!.ToUpperInvariant()));
                Assert.NotEmpty(file.Licence);
            });
        }

        Assert.Null(OfficialModels.Recognise(new string('0', 64)));
        Assert.Equal("v2Pro", OfficialModels.Find("V2PRO")?.Name);
        Assert.Equal("model-endpoint", Assert.Throws<ModelImportException>(() => ModelDownload.Endpoint("ftp://x")).Reason);
        Assert.Equal("https://mirror.example/hub/", ModelDownload.Endpoint("https://mirror.example/hub").AbsoluteUri);
    }

    private async Task<PublisherServer> StartAsync(bool ignoresRanges = false)
    {
        var server = await PublisherServer.StartAsync(ignoresRanges);
        server.Files["sub/model=1.pth"] = _large;
        server.Files["config.json"] = _small;
        return server;
    }

    private async Task FetchAsync(
        PublisherServer server, bool knowsHashes = true, IProgress<double>? progress = null, CancellationToken? cancellationToken = null, TimeSpan? stall = null)
    {
        OfficialFile File(string path, byte[] content) => knowsHashes
            ? new(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), "MIT")
            : new(path, null, null, "MIT");
        var model = new OfficialModel("test", "some/one", new string('a', 40), [File("sub/model=1.pth", _large), File("config.json", _small)]);
        using var download = new ModelDownload(TimeProvider.System) { FirstPause = TimeSpan.FromMilliseconds(1), StallTimeout = stall ?? TimeSpan.FromSeconds(20) };
        await download.FetchAsync(model, server.Address, _folder, progress, cancellationToken ?? Token);
    }

    private static byte[] RandomNumbers(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private sealed class CancelAtFirstReport(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }

    private sealed class Recording(List<double> reports) : IProgress<double>
    {
        public void Report(double value) => reports.Add(value);
    }
}

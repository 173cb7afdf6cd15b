using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>A publisher on this machine that behaves as badly as the internet does: drops connections, sends wrong bytes, forgets ranges.</summary>
internal sealed class PublisherServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PublisherServer(WebApplication app) => _app = app;

    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Called for each request of a file's bytes, with its number from 0: the bytes to send, and how many before the line breaks.</summary>
    public Func<int, byte[], (byte[] Bytes, int? BreakAfter)> Behave { get; set; } = (_, bytes) => (bytes, null);

    /// <summary>Whether a broken line stays open in silence instead of closing.</summary>
    public bool Holds { get; set; }

    public bool IgnoresRanges { get; init; }

    /// <summary>Status given instead of the file, by request number.</summary>
    public Func<int, int?> Status { get; set; } = _ => null;

    /// <summary>From where each request asked to be served.</summary>
    public List<long> Starts { get; } = [];

    public Uri Address { get; private set; } = new("http://localhost");

    public static async Task<PublisherServer> StartAsync(bool ignoresRanges = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new PublisherServer(app) { IgnoresRanges = ignoresRanges };
        app.MapGet("/{owner}/{name}/resolve/{revision}/{**path}", server.RedirectAsync);
        app.MapGet("/bytes/{**path}", server.SendAsync);
        await app.StartAsync();
        server.Address = new Uri(app.Urls.Single() + "/");
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>What git calls a content.</summary>
    public static string GitName(byte[] content)
    {
#pragma warning disable CA5350
        return Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350
    }

    // As the publisher does: the first answer names the hash and points to where the bytes lie.
    private async Task RedirectAsync(HttpContext http, string path)
    {
        if (!Files.TryGetValue(Uri.UnescapeDataString(path), out var content))
        {
            http.Response.StatusCode = 404;
            return;
        }

        http.Response.Headers["X-Linked-Etag"] = content.Length < 100 ? $"\"{GitName(content)}\"" : $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
        http.Response.StatusCode = 302;
        http.Response.Headers.Location = $"/bytes/{path}";
        await http.Response.CompleteAsync();
    }

    private async Task SendAsync(HttpContext http, string path)
    {
        var number = Starts.Count;
        var range = IgnoresRanges ? null : http.Request.GetTypedHeaders().Range?.Ranges.Single();
        var from = (int)(range?.From ?? 0);
        Starts.Add(from);
        if (Status(number) is { } status)
        {
            http.Response.StatusCode = status;
            return;
        }

        var (bytes, breakAfter) = Behave(number, Files[path]);
        if (range is not null)
        {
            http.Response.StatusCode = 206;
            http.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        http.Response.ContentLength = bytes.Length - from;
        await http.Response.Body.WriteAsync(bytes.AsMemory(from, Math.Min(bytes.Length - from, breakAfter ?? int.MaxValue)));
        await http.Response.Body.FlushAsync();
        if (breakAfter is not null && Holds)
        {
            var gone = new TaskCompletionSource();
            await using var registration = http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        }
        else if (breakAfter is not null)
        {
            http.Abort();
        }
    }
}

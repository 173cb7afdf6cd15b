using System.Net;
using System.Net.Http.Headers;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Fetches published files from a Hugging Face style endpoint. What was interrupted goes on where it stopped, also after a restart; every file
/// is checked before it gets its name. Safe for concurrent use on different folders.
/// </summary>
/// <remarks>Addresses: <c>ENDPOINT/REPOSITORY/resolve/REVISION/PATH</c>, which may answer with redirects to where the bytes lie.</remarks>
public sealed class ModelDownload : IDisposable
{
    private const int MaxRedirects = 5;
    private const int MaxFruitlessAttempts = 6;
    private const string Unfinished = ".part";

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    /// <param name="clock">Times the pauses between attempts.</param>
    public ModelDownload(TimeProvider clock)
    {
        _clock = clock;
        // Redirects are followed here: only the first answer tells the publisher's hash.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(30) })
        {
            Timeout = Timeout.InfiniteTimeSpan, // files take long; StallTimeout watches
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("VoiceWeb", "1"));
    }

    /// <summary>How long no byte may come before the connection counts as broken.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Pause after the first fruitless attempt; each further one doubles it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The endpoint to ask: the given one, what the environment variable HF_ENDPOINT names, or the publisher's own.</summary>
    /// <exception cref="ModelImportException">It is no address.</exception>
    public static Uri Endpoint(string? given)
    {
        var text = !string.IsNullOrWhiteSpace(given) ? given
            : Environment.GetEnvironmentVariable("HF_ENDPOINT") is { Length: > 0 } mirror ? mirror
            : "https://huggingface.co";
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ModelImportException("model-endpoint", $"\"{text}\" is no address. Give one such as https://huggingface.co.") { Arguments = [text] };
    }

    /// <summary>Fetches all files of a model that are not there yet.</summary>
    /// <param name="model">What to fetch.</param>
    /// <param name="endpoint">From <see cref="Endpoint"/>.</param>
    /// <param name="folder">Made if it is not there. Files keep the folders that they have at the publisher's.</param>
    /// <param name="progress">Receives 0 to 1.</param>
    /// <exception cref="ModelImportException">A file cannot be had, or is not what it should be, or the disk is full.</exception>
    public async Task FetchAsync(OfficialModel model, Uri endpoint, string folder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var total = Math.Max(1, model.Bytes);
        long before = 0;
        CheckSpace(model, Directory.CreateDirectory(folder).FullName);
        foreach (var file in model.Files)
        {
            var target = Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var soFar = before;
            try
            {
                await FetchAsync(
                    new Uri(endpoint, $"{model.Repository}/resolve/{model.Revision}/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}"),
                    file, target, written => progress?.Report(Math.Min(1, (double)(soFar + written) / total)), cancellationToken).ConfigureAwait(false);
            }
            catch (IOException failure)
            {
                throw ModelLibrary.Written(failure);
            }

            before += file.Bytes ?? 0;
        }

        progress?.Report(1);
    }

    public void Dispose() => _http.Dispose();

    private static void CheckSpace(OfficialModel model, string folder)
    {
        long missing = 0;
        foreach (var file in model.Files)
        {
            var target = Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar));
            missing += File.Exists(target) ? 0 : Math.Max(0, (file.Bytes ?? 0) - LengthOf(target + Unfinished));
        }

        ModelLibrary.CheckSpace(missing, new DriveInfo(folder).AvailableFreeSpace);
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    private async Task FetchAsync(Uri address, OfficialFile file, string target, Action<long> written, CancellationToken cancellationToken)
    {
        var sum = new PublishedSum(file.Sha256, null);
        if (File.Exists(target) && sum.IsKnown && await sum.MatchesAsync(target, cancellationToken).ConfigureAwait(false))
        {
            written(file.Bytes ?? 0);
            return;
        }

        var part = target + Unfinished;
        var corrupt = false;
        long most = 0;
        for (var fruitless = 0; ;)
        {
            most = Math.Max(most, LengthOf(part));
            string trouble;
            try
            {
                sum = await ReceiveAsync(address, file, part, sum, written, cancellationToken).ConfigureAwait(false);
                if (await sum.MatchesAsync(part, cancellationToken).ConfigureAwait(false))
                {
                    File.Move(part, target, overwrite: true);
                    return;
                }

                // Once may be the line; twice is the publisher's side.
                File.Delete(part);
                if (corrupt || !sum.IsKnown)
                {
                    throw new ModelImportException(
                        "model-download-corrupt",
                        $"{file.Name} from {address.Host} is not the published file: its SHA-256 differs. Nothing of it was kept. Try another endpoint.")
                    {
                        Arguments = [file.Name, address.Host],
                    };
                }

                corrupt = true;
                continue;
            }
            catch (HttpRequestException failure)
            {
                trouble = failure.Message;
            }
            catch (HttpIOException failure)
            {
                trouble = failure.Message;
            }
            catch (IOException failure) when (failure.InnerException is System.Net.Sockets.SocketException)
            {
                trouble = failure.Message;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                trouble = $"no byte came for {StallTimeout.TotalSeconds:0} s";
            }

            // Only more than ever counts: a server that begins again and again would be asked for ever.
            fruitless = LengthOf(part) > most ? 0 : fruitless + 1;
            if (fruitless == MaxFruitlessAttempts)
            {
                throw new ModelImportException(
                    "model-download-broken",
                    $"{file.Name} could not be fetched from {address.Host}: {trouble}. What has come is kept; the same command goes on from there.")
                {
                    Arguments = [file.Name, address.Host],
                };
            }

            await Task.Delay(FirstPause * Math.Pow(2, Math.Max(0, fruitless - 1)), _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Appends to what is there, until the answer's end. What the publisher says of the file comes back.</summary>
    private async Task<PublishedSum> ReceiveAsync(
        Uri address, OfficialFile file, string part, PublishedSum sum, Action<long> written, CancellationToken cancellationToken)
    {
        using var target = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
        if (file.Bytes is { } whole && target.Length >= whole)
        {
            if (target.Length == whole)
            {
                return sum;
            }

            target.SetLength(0);
        }

        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(StallTimeout);
        var (answer, published) = await AskAsync(address, target.Length, sum, stall.Token).ConfigureAwait(false);
        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return published; // nothing is left to send: the sum decides
            }

            Check(answer, file, address);
            if (answer.StatusCode == HttpStatusCode.OK || answer.Content.Headers.ContentRange?.From != target.Length)
            {
                target.SetLength(0); // this server cannot go on in the middle
                if (answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From != 0)
                {
                    throw new HttpRequestException("the server sent another part than was asked for");
                }
            }

            target.Position = target.Length;
            var body = await answer.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            var limit = file.Bytes ?? long.MaxValue;
            var buffer = new byte[1 << 17];
            for (int read; (read = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false)) > 0;)
            {
                stall.CancelAfter(StallTimeout);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                written(target.Position);
                if (target.Position > limit)
                {
                    return published; // longer than the published file: the sum refuses it
                }
            }

            var announced = answer.Content.Headers.ContentRange?.Length ?? answer.Content.Headers.ContentLength;
            return target.Position < (file.Bytes ?? announced ?? 0)
                ? throw new HttpRequestException("the connection ended too early")
                : published;
        }
    }

    private async Task<(HttpResponseMessage Answer, PublishedSum Sum)> AskAsync(Uri address, long from, PublishedSum sum, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop < MaxRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
            }

            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            sum = sum.Or(PublishedSum.From(answer.Headers));
            if (answer.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return (answer, sum);
            }

            using (answer)
            {
                var next = answer.Headers.Location is { } location ? new Uri(address, location) : throw new HttpRequestException("the server redirected to nowhere");
                if (next.Scheme is not ("http" or "https") || (address.Scheme == "https" && next.Scheme != "https"))
                {
                    throw new HttpRequestException($"the server redirected to {next.Scheme}, which is not followed");
                }

                address = next;
            }
        }

        throw new HttpRequestException("the server redirected too often");
    }

    /// <summary>What will not change by asking again ends the download; all else is worth another attempt.</summary>
    private static void Check(HttpResponseMessage answer, OfficialFile file, Uri address)
    {
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.Gone)
        {
            throw new ModelImportException(
                "model-download-refused", $"{address.Host} does not give out {file.Path} (status {(int)answer.StatusCode}). Try another endpoint.")
            {
                Arguments = [file.Path, address.Host, (int)answer.StatusCode],
            };
        }

        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw new HttpRequestException($"the server answered with status {(int)answer.StatusCode}");
        }
    }
}

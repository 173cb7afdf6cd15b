using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace VoiceWeb.Tests.Browser;

/// <summary>
/// The real program as its own process over a temporary data directory, on a free port of <c>localhost</c>, and a headless Chromium.
/// One per test class; each test opens its own page. Where no Chromium is installed, tests are skipped with the
/// reason: call <see cref="RequireBrowser"/> first.
/// </summary>
public sealed partial class BrowserFixture : IAsyncLifetime
{
    private readonly List<string> _output = [];
    private Process? _program;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Address of the program, such as <c>http://localhost:41234</c>.</summary>
    public string Root { get; private set; } = "";

    /// <summary>The one-time link that creates the owner, as the program printed it.</summary>
    public string OwnerLink { get; private set; } = "";

    /// <summary>Where the program keeps its data.</summary>
    public string DataPath { get; } = Path.Combine(Path.GetTempPath(), $"voiceweb-browser-{Guid.NewGuid():N}");

    /// <summary>WAV file that the fake microphone plays in a loop; set before the first page, or null for Chromium's own beeps.</summary>
    public string? Microphone { get; set; }

    /// <summary>What the program has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    private static string? Chromium { get; } =
        new[] { Environment.GetEnvironmentVariable("VOICEWEB_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(path => path is not null && File.Exists(path));

    /// <summary>Skips the test where there is no browser.</summary>
    public static void RequireBrowser() =>
        Assert.SkipWhen(Chromium is null, "No Chromium is installed (Debian: apt-get install chromium). VOICEWEB_CHROMIUM names another one.");

    public async ValueTask InitializeAsync()
    {
        if (Chromium is not null)
        {
            await StartProgramAsync();
        }
    }

    /// <summary>A page of a fresh visitor: own cookies, no cache. The caller closes its context.</summary>
    /// <param name="language">What the browser asks for.</param>
    /// <param name="dark">Whether the system prefers dark.</param>
    /// <param name="phone">390 × 844 instead of 1280 × 900.</param>
    public async Task<IPage> NewPageAsync(string language = "en", bool dark = false, bool phone = false)
    {
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--autoplay-policy=no-user-gesture-required",
                .. Microphone is null ? Array.Empty<string>() : [$"--use-file-for-fake-audio-capture={Microphone}"],
            ],
        });
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Root,
            Locale = language,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
            AcceptDownloads = true,
            ReducedMotion = ReducedMotion.Reduce, // nothing moves, so nothing has to be waited for
        });
        context.SetDefaultTimeout(90_000);
        return await context.NewPageAsync();
    }

    /// <summary>Kills the program without warning, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _program!.Kill(entireProcessTree: true);
        await _program.WaitForExitAsync();
    }

    /// <summary>Starts the program again over the same data, on the same port.</summary>
    public Task RestartAsync() => StartProgramAsync();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_program is { HasExited: false })
        {
            await KillAsync();
        }

        _program?.Dispose();
        if (Directory.Exists(DataPath))
        {
            Directory.Delete(DataPath, recursive: true);
        }
    }

    private async Task StartProgramAsync()
    {
        if (Root.Length == 0)
        {
            Root = $"http://localhost:{FreePort()}";
        }

        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "VoiceWeb.dll"), "serve", "--data", DataPath, "--urls", Root })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["Verify__Public"] = "true"; // off unless the operator decides otherwise
        _program = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        _program.OutputDataReceived += (_, line) => Keep(line.Data);
        _program.ErrorDataReceived += (_, line) => Keep(line.Data);
        _program.BeginOutputReadLine();
        _program.BeginErrorReadLine();
        await WaitUntilReadyAsync();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (OwnerLinkPattern().Match(line) is { Success: true } link)
        {
            OwnerLink = link.Value;
        }
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 300; attempt++)
        {
            if (_program!.HasExited)
            {
                throw new InvalidOperationException($"The program ended at its start:\n{Output}");
            }

            try
            {
                if ((await client.GetAsync($"{Root}/health/ready")).IsSuccessStatusCode && Output.Contains("VoiceWeb runs at", StringComparison.Ordinal))
                {
                    // The link follows in the lines after the address.
                    await Task.Delay(300);
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(200);
        }

        throw new TimeoutException($"The program was not ready within a minute:\n{Output}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"http://\S+/account/owner\?token=\S+")]
    private static partial Regex OwnerLinkPattern();
}

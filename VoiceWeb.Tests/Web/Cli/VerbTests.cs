using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Web.Cli;

/// <summary>The verbs as their users meet them: a process, its exit code, standard output and standard error.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceweb-verbs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_text_is_spoken_marked_recorded_and_traced_back()
    {
        var clip = await EspeakAsync("The rainbow is a division of white light into many beautiful colours. "
            + "These take the shape of a long round arch, with its path high above.");
        var sound = Path.Combine(_folder, "out.wav");

        var spoken = await RunAsync("speak", "--clip", clip, "--text", "The evening was calm and the boats lay still in the harbour. Nobody spoke for a while.",
            "--out", sound, "--seed", "7", "--audible-label", "rhythm", "--attest", "a synthetic speaker, a test", "--json");
        Assert.Equal(0, spoken.Code);
        var rendering = JsonDocument.Parse(spoken.Output).RootElement;
        Assert.Equal("builtin", rendering.GetProperty("engine").GetString());
        Assert.True(rendering.GetProperty("audioSeconds").GetDouble() > 2);
        Assert.True(rendering.GetProperty("elapsedSeconds").GetDouble() >= rendering.GetProperty("firstAudioSeconds").GetDouble());

        var detected = await RunAsync("mark", "detect", sound, "--json");
        Assert.Equal(0, detected.Code);
        var verdict = JsonDocument.Parse(detected.Output).RootElement;
        Assert.Equal("marked", verdict.GetProperty("verdict").GetString());
        Assert.Equal(rendering.GetProperty("markId").GetString(), verdict.GetProperty("id").GetString());
        Assert.InRange(verdict.GetProperty("falsePositiveProbability").GetDouble(), 0, 1e-6);
        var first = verdict.GetProperty("matches")[0];
        Assert.Equal(rendering.GetProperty("markId").GetString(), first.GetProperty("payload").GetString());
        Assert.True(first.GetProperty("score").GetDouble() > 0);

        // The long tone of the audible label: 800 Hz from 0.16 to 0.40 s.
        var heard = await new AudioDecoder(new AudioOptions()).DecodeAsync(await File.ReadAllBytesAsync(sound), TestContext.Current.CancellationToken);
        var tone = heard.Samples.AsSpan((int)(0.18 * heard.SampleRate), (int)(0.2 * heard.SampleRate));
        var crossings = 0;
        for (var i = 1; i < tone.Length; i++)
        {
            crossings += tone[i - 1] < 0 && tone[i] >= 0 ? 1 : 0;
        }

        Assert.InRange(crossings, 158, 162);

        Assert.Equal(0, (await RunAsync("audit", "verify")).Code);
        await ForgeAsync("UPDATE AuditEntries SET FactsJson = '{}' WHERE Sequence = 1");
        var broken = await RunAsync("audit", "verify", "--json");
        Assert.Equal(2, broken.Code);
        Assert.Equal(1, JsonDocument.Parse(broken.Output).RootElement.GetProperty("firstBreak").GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task The_best_stretches_of_a_recording_are_told_with_reasons_and_written_to_hear()
    {
        var clip = await EspeakAsync(string.Join(" ", Enumerable.Repeat("The rainbow is a division of white light into many beautiful colours.", 4)));
        var folder = Path.Combine(_folder, "windows");

        var found = await RunAsync("clip", "windows", clip, "--count", "2", "--out", folder, "--json");

        Assert.Equal(0, found.Code);
        var windows = JsonDocument.Parse(found.Output).RootElement.EnumerateArray().ToList();
        Assert.Equal(2, windows.Count);
        Assert.All(windows, window =>
        {
            Assert.InRange(window.GetProperty("seconds").GetDouble(), 3, 10);
            Assert.NotEmpty(window.GetProperty("reasons").GetString()!);
            Assert.True(File.Exists(window.GetProperty("file").GetString()));
        });
        Assert.Equal(2, (await RunAsync("clip", "windows", await EspeakAsync("Hi."))).Code);
    }

    [Theory]
    [InlineData("en-us+f4", "75")]
    [InlineData("en-us+m2", "20")]
    public async Task High_and_low_voices_keep_their_pitch(string speaker, string height)
    {
        const string Words = "The rainbow is a division of white light into many beautiful colours. These take the shape of a long round "
            + "arch, with its path high above, and its two ends apparently beyond the horizon.";
        var clip = await EspeakAsync(Words, speaker, height);
        var sound = Path.Combine(_folder, "out.wav");

        var spoken = await RunAsync("speak", "--clip", clip, "--transcript", Words, "--out", sound, "--attest", "a synthetic speaker, a test", "--json",
            "--text", "Every morning the baker opens his window and looks down the empty street. Then he lights the oven and begins his work.");

        Assert.Equal(0, spoken.Code);
        var (asked, given) = (await MedianPitch.OfAsync(clip), await MedianPitch.OfAsync(sound));
        Assert.InRange(1200 * Math.Log2(given / asked), -60, 60);
    }

    [Fact]
    public void Without_a_verb_the_data_directory_is_heeded_too()
    {
        Assert.False(VoiceWeb.Cli.CommandLine.Wants(["--data", "there", "--urls", "http://localhost:1"]));
        Assert.Equal(["--DataDirectory", "there", "--urls", "x"], VoiceWeb.Cli.CommandLine.ForHost(["--data", "there", "--urls", "x"]));
        Assert.Equal(["--DataDirectory=there"], VoiceWeb.Cli.CommandLine.ForHost(["--data=there"]));
    }

    [Fact]
    public async Task Nothing_is_spoken_without_an_attestation()
    {
        var clip = await EspeakAsync("Good morning.");
        var sound = Path.Combine(_folder, "out.wav");
        var refused = await RunAsync("speak", "--clip", clip, "--text", "Hello.", "--out", sound, "--json");
        Refused(refused, "--attest");
        Assert.False(File.Exists(sound));
    }

    [Fact]
    public async Task A_model_that_was_not_imported_is_named()
    {
        var clip = await EspeakAsync("Good morning, this is a sentence of some seconds, spoken for the sake of its sound alone.");
        var run = await RunAsync(
            "speak", "--clip", clip, "--text", "Hello.", "--out", Path.Combine(_folder, "out.wav"), "--attest", "a test", "--engine", "gpt-sovits", "--model", "mine", "--json");
        Assert.Equal((3, ""), (run.Code, run.Output));
        Assert.Contains("no voice model \"gpt-sovits:mine\"", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "text")]
    [InlineData("", "empty")]
    [InlineData("PK\u0003\u0004rest of an archive", "zip")]
    public async Task A_file_that_is_no_recording_is_named_for_what_it_is(string content, string named)
    {
        var file = Path.Combine(_folder, "clip.wav");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        var checkedFile = await RunAsync("clip", "check", file);
        Refused(checkedFile, named);
    }

    [Fact]
    public async Task An_unknown_verb_and_a_missing_file_get_one_clear_line()
    {
        Refused(await RunAsync("sing"), "no verb \"sing\"");
        Refused(await RunAsync("mark", "detect", Path.Combine(_folder, "nowhere.wav")), "no file");
    }

    private static void Refused((int Code, string Output, string Errors) run, string named)
    {
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        var line = Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_taken_address_is_told_in_one_line(bool byVerb)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string[] address = [$"--urls=http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}"];

        var (code, output, errors) = await RunAsync(byVerb ? ["serve", .. address] : address);

        Assert.Equal(2, code);
        var line = Assert.Single((output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("error:", StringComparison.Ordinal));
        Assert.Contains("already in use. Stop the program that listens there, or choose another address", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "VoiceWeb.dll"), .. arguments, "--data", Path.Combine(_folder, "data")])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    private Task<string> EspeakAsync(string text, string speaker = "en-us+m3", string height = "50") =>
        Espeak.SpeakAsync(Path.Combine(_folder, "speaker.wav"), text, "-v", speaker, "-p", height);

    // What an operator with a database tool could do: the triggers go first.
    private async Task ForgeAsync(string sql)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(_folder, "data", "voiceweb.db")};Pooling=False");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        var triggers = new List<string>();
        await using (var list = new SqliteCommand("SELECT name FROM sqlite_master WHERE type = 'trigger'", database))
        await using (var names = await list.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await names.ReadAsync(TestContext.Current.CancellationToken))
            {
                triggers.Add(names.GetString(0));
            }
        }

        foreach (var statement in triggers.Select(name => $"DROP TRIGGER \"{name}\"").Append(sql))
        {
#pragma warning disable CA2100 // fixed statements and names read from the schema
            await using var command = new SqliteCommand(statement, database);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}

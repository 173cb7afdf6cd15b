using System.Diagnostics;
using System.Globalization;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Quality;
using VoiceWeb.Tests.Engine.Quality;

namespace VoiceWeb.Tests.Engine.Audio;

/// <summary>Makes the table of docs/benchmarks/audio.md. Runs only when asked for by name.</summary>
public sealed class AudioTable(ITestOutputHelper output)
{
    private const int Seconds = 60;

    [Fact(Explicit = true)]
    public async Task Times_for_a_minute_of_speech()
    {
        var spoken = Resampler.Convert(SyntheticSpeech.Say(), 44_100).Samples;
        var minute = new float[Seconds * 44_100];
        for (var i = 0; i < minute.Length; i++)
        {
            minute[i] = spoken[i % spoken.Length];
        }

        var audio = new AudioBuffer(minute, 44_100);
        foreach (var (from, to) in new[] { (44_100, 48_000), (48_000, 16_000), (44_100, 16_000), (22_050, 24_000), (16_000, 48_000), (44_101, 16_000) })
        {
            var resampler = new Resampler(from, to);
            var input = Resampler.Convert(audio, from).Samples;
            await ReportAsync($"resample, {from} to {to} Hz", () => Task.FromResult(resampler.Apply(input)));
        }

        var options = new AudioOptions();
        var encoder = new AudioEncoder(options);
        var decoder = new AudioDecoder(options);
        foreach (var format in Enum.GetValues<AudioFormat>())
        {
            var file = await encoder.EncodeAsync(audio, format, null, null, CancellationToken.None);
            await ReportAsync($"encode to {format} ({file.Length / 1_024} KiB)", () => encoder.EncodeAsync(audio, format, null, null, CancellationToken.None));
            await ReportAsync($"decode {format}", () => decoder.DecodeAsync(file, CancellationToken.None));
        }

        var gate = new ClipQualityGate();
        await ReportAsync("quality gate", () => Task.FromResult(gate.Assess(audio)));
        await ReportAsync("integrated loudness", () => Task.FromResult(LoudnessMeter.IntegratedLufs(audio)));
        await ReportAsync("active level", () => Task.FromResult(ActiveLevelMeter.Measure(audio)));
        await ReportAsync("spectrogram, 480 x 96", () => Task.FromResult(SpectrogramImage.Of(audio, 480, 96, 8_000, CancellationToken.None)));
        await ReportAsync("waveform, 800 columns", () => Task.FromResult(WaveformPeaks.Of(audio, 800)));
    }

    private async Task ReportAsync<T>(string name, Func<Task<T>> work)
    {
        await work();
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 4; round++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {best.TotalMilliseconds:0} ms | {Seconds / best.TotalSeconds:0} x |"));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Tests.Engine.Audio;

public sealed class LevelTests
{
    [Fact]
    public void Filters_at_48_kHz_are_those_of_the_standard()
    {
        // ITU-R BS.1770-4, tables 1 and 2.
        var (shelf, highPass) = LoudnessMeter.Filters(48_000);
        double[] standardShelf = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585];
        double[] standardPass = [1, -2, 1, -1.99004745483398, 0.99007225036621];
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(standardShelf[i], shelf[i], 1e-6);
            Assert.Equal(standardPass[i], highPass[i], 1e-6);
        }
    }

    [Theory]
    [InlineData(48_000)]
    [InlineData(44_100)]
    [InlineData(24_000)]
    [InlineData(16_000)]
    public void A_full_scale_tone_of_997_Hz_has_the_loudness_that_the_standard_states(int rate)
    {
        Assert.Equal(-3.01, LoudnessMeter.IntegratedLufs(Tone(997, 1, 3, rate))!.Value, 0.05);
        Assert.Equal(-23.01, LoudnessMeter.IntegratedLufs(Tone(997, 0.1, 3, rate))!.Value, 0.05);
    }

    [Fact]
    public void Pauses_are_gated_and_silence_has_no_loudness()
    {
        var tone = Tone(440, 0.2, 4, 16_000);
        var withPauses = new AudioBuffer([.. tone.Samples, .. new float[160_000]], 16_000);
        Assert.Equal(LoudnessMeter.IntegratedLufs(tone)!.Value, LoudnessMeter.IntegratedLufs(withPauses)!.Value, 0.3);
        Assert.Null(LoudnessMeter.IntegratedLufs(new AudioBuffer(new float[16_000], 16_000)));
        Assert.Null(LoudnessMeter.IntegratedLufs(Tone(440, 0.2, 0.3, 16_000)));
    }

    [Fact]
    public void Loudness_agrees_with_another_meter()
    {
        var audio = TestSound.Melody(6, 48_000);
        var path = Path.Combine(Path.GetTempPath(), $"voiceweb-test-{Guid.NewGuid():N}.wav");
        File.WriteAllBytes(path, WavWriter.ToBytes(audio, WavSampleFormat.FloatingPoint));
        try
        {
            using var meter = Process.Start(new ProcessStartInfo(
                "ffmpeg", ["-hide_banner", "-nostdin", "-nostats", "-i", path, "-af", "ebur128=framelog=verbose", "-f", "null", "-"])
            {
                RedirectStandardError = true, UseShellExecute = false,
            })!;
            var said = meter.StandardError.ReadToEnd();
            meter.WaitForExit();
            var theirs = double.Parse(Regex.Matches(said, @"\bI:\s+(-?[\d.]+) LUFS").Last().Groups[1].Value, CultureInfo.InvariantCulture);
            Assert.Equal(theirs, LoudnessMeter.IntegratedLufs(audio)!.Value, 0.15);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_active_level_leaves_pauses_out_and_moves_with_the_gain()
    {
        var tone = Tone(300, 0.1, 2, 16_000);
        var steady = ActiveLevelMeter.Measure(tone)!.Value;
        Assert.Equal(-23.01, steady.Dbfs, 0.1);
        Assert.Equal(1, steady.ActivityFactor, 0.02);

        var withPauses = new AudioBuffer([.. tone.Samples, .. new float[64_000], .. tone.Samples, .. new float[32_000]], 16_000);
        var paused = ActiveLevelMeter.Measure(withPauses)!.Value;
        Assert.Equal(-23.01, paused.Dbfs, 0.8);
        Assert.InRange(paused.ActivityFactor, 0.38, 0.48);

        var quieter = new AudioBuffer([.. withPauses.Samples.Select(x => x * 0.05f)], 16_000);
        Assert.Equal(paused.Dbfs + 20 * Math.Log10(0.05), ActiveLevelMeter.Measure(quieter)!.Value.Dbfs, 0.01);
        Assert.Null(ActiveLevelMeter.Measure(new AudioBuffer(new float[1_000], 16_000)));
    }

    private static AudioBuffer Tone(double frequency, double amplitude, double seconds, int rate) => new(
        [.. Enumerable.Range(0, (int)(seconds * rate)).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * frequency * i / rate)))], rate);
}

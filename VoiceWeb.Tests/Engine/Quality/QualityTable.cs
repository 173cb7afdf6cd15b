using System.Diagnostics;
using System.Globalization;
using System.Text;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Quality;

namespace VoiceWeb.Tests.Engine.Quality;

/// <summary>Makes the tables of docs/benchmarks/quality.md. Runs only when asked for by name.</summary>
public sealed class QualityTable(ITestOutputHelper output)
{
    private static readonly string[] Voices = ["en-us", "en-us+f3", "en-gb+m3", "de", "de+f2", "fr+f1", "es+f4", "it+m2"];
    private static readonly string[] Kinds = ["white", "pink", "hum", "babble"];
    private static readonly int[] Levels = [0, 5, 10, 15, 20, 25, 30, 35, 40];

    [Fact(Explicit = true)]
    public void Error_of_the_estimated_background_and_share_of_speech_found()
    {
        var gate = new ClipQualityGate();
        var lines = new StringBuilder("| noise | " + string.Join(" | ", Levels.Select(level => $"{level} dB")) + " |\n");
        double seconds = 0;
        var watch = new Stopwatch();
        foreach (var kind in Kinds)
        {
            var cells = new List<string>();
            foreach (var level in Levels)
            {
                var errors = new List<double>();
                var shares = new List<double>();
                foreach (var voice in Voices)
                {
                    var speech = SyntheticSpeech.Say(voice);
                    var mix = kind == "babble" ? InBabble(speech, voice, level) : SyntheticSpeech.InNoise(speech, kind, level, level + 1);
                    watch.Start();
                    var verdict = gate.Assess(mix);
                    watch.Stop();
                    seconds += mix.Seconds;
                    shares.Add(verdict.SpeechSeconds / gate.Assess(speech).SpeechSeconds);
                    if (verdict.SpeechSeconds > 0)
                    {
                        errors.Add(verdict.SnrDb - level);
                    }
                }

                cells.Add(errors.Count < Voices.Length
                    ? $"none in {Voices.Length - errors.Count} of {Voices.Length}"
                    : string.Create(CultureInfo.InvariantCulture, $"{errors.Average():+0.0;-0.0} ({errors.Min():+0.0;-0.0} to {errors.Max():+0.0;-0.0}), {100 * shares.Average():0} %"));
            }

            lines.Append("| ").Append(kind).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
        }

        output.WriteLine(lines.ToString());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds / watch.Elapsed.TotalSeconds:0} times as fast as the sound"));
    }

    private static AudioBuffer InBabble(AudioBuffer speech, string voice, double snrDb)
    {
        var babble = new float[speech.Samples.Length];
        foreach (var (other, index) in Voices.Where(other => other != voice).Select((other, index) => (other, index)))
        {
            var samples = SyntheticSpeech.Say(other).Samples;
            for (var i = 0; i < babble.Length; i++)
            {
                babble[i] += samples[(i + 31_000 * (index + 1)) % samples.Length];
            }
        }

        var power = babble.Average(x => (double)x * x);
        var gain = Math.Sqrt(Math.Pow(10, (ActiveLevelMeter.Measure(speech)!.Value.Dbfs - snrDb) / 10) / power);
        return new AudioBuffer([.. speech.Samples.Zip(babble, (s, n) => (float)(s + gain * n))], speech.SampleRate);
    }
}

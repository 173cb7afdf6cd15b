using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Builtin.Bench;

/// <summary>A speaker for the benches: a variant of espeak-ng that reads the English script.</summary>
internal static class BenchSpeaker
{
    private const string Voice = "en-gb+f2";

    /// <summary>A recording of at least so many seconds, cut there, with what is said in it.</summary>
    /// <param name="seconds">Length. 5 to 90.</param>
    public static async Task<FitClip> ReadAsync(double seconds, CancellationToken cancellationToken)
    {
        var samples = new List<float>();
        var said = new List<string>();
        var script = ReadingScripts.ProseFor(BaseVoices.English)!;
        for (var i = 0; samples.Count < seconds * AnalysisGrid.SampleRate; i++)
        {
            var sentence = script[i % script.Count];
            var wave = await new EspeakProcess().RunAsync(
                ["-v", Voice, "-s", "150", "-p", "65", "--stdin", "--stdout", "-b", "1"], sentence, cancellationToken).ConfigureAwait(false);
            var spoken = new float[(wave.Length - 44) / 2];
            for (var n = 0; n < spoken.Length; n++)
            {
                spoken[n] = 0.8f * BitConverter.ToInt16(wave, 44 + 2 * n) / 32_768;
            }

            samples.AddRange(Resampler.Convert(new AudioBuffer(spoken, 22_050), AnalysisGrid.SampleRate).Samples);
            said.Add(sentence);
        }

        return new FitClip(new AudioBuffer([.. samples], AnalysisGrid.SampleRate), string.Join(' ', said));
    }
}

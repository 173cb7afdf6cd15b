using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Speakers.Bench;

/// <summary>
/// Calibration of the checks on voices of nobody, as bench/builtin/make_voices.py writes them: how often two recordings of one voice are
/// taken for two and the other way round, how often other words are taken for the right ones, and how often a change of speaker is found.
/// </summary>
public static class SpeakersBench
{
    private const double TakeSeconds = 10;

    /// <summary>Names of the benches: same speaker, words read, and changes of speaker.</summary>
    public static IReadOnlyList<string> Names { get; } = ["speakers", "reading", "changes"];

    /// <summary>Runs one bench.</summary>
    /// <param name="bench">One of <see cref="Names"/>.</param>
    /// <param name="folder">Folder with one folder a voice.</param>
    /// <param name="most">At most so many voices.</param>
    /// <exception cref="ArgumentException">There is no such bench.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static Task<SpeakersBenchReport> RunAsync(string bench, string folder, int most, CancellationToken cancellationToken) => bench switch
    {
        "speakers" => Task.Run(() => VerifierBench.Run(folder, most, cancellationToken), cancellationToken),
        "reading" => ReadingBench.RunAsync(folder, most, cancellationToken),
        "changes" => Task.Run(() => ChangesBench.Run(folder, most, cancellationToken), cancellationToken),
        _ => throw new ArgumentException($"There is no bench '{bench}'. There are: {string.Join(", ", Names)}.", nameof(bench)),
    };

    internal static IReadOnlyList<string> Voices(string folder, int most) =>
        [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Where(voice => File.Exists(Path.Combine(voice, "clip.wav"))).Take(most)];

    /// <summary>The test sentences of a voice, joined to takes of ten seconds.</summary>
    internal static IEnumerable<AudioBuffer> Takes(string voice)
    {
        var samples = new List<float>();
        foreach (var path in Directory.EnumerateFiles(voice, "test*.wav").Order(StringComparer.Ordinal))
        {
            var sentence = SpeakersBench.Read(path);
            samples.AddRange(sentence.Samples);
            if (samples.Count >= TakeSeconds * sentence.SampleRate)
            {
                yield return new AudioBuffer([.. samples], sentence.SampleRate);
                samples.Clear();
            }
        }
    }

    internal static AudioBuffer Read(string path) => WavReader.Read(File.ReadAllBytes(path));
}

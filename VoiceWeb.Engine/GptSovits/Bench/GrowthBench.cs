using System.Diagnostics;
using System.Globalization;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>Whether a long text costs more for each second of speech than a short one, in time and in memory.</summary>
internal static class GrowthBench
{
    private const int SentenceCharacters = 20, BatchSize = 4;
    private const int Phones = 44, Codes = 111; // 4.5 characters a second

    /// <summary>Texts of 200 up to so many characters.</summary>
    public static BenchReport Run(LoadedModel model, SessionFactory sessions, int characters, CancellationToken cancellationToken)
    {
        var voice = new BenchVoice(model, cancellationToken);
        var decoder = new WaveformDecoder(model);
        Speak(BatchSize); // warm
        var figures = new List<BenchFigure>();
        foreach (var count in ((int[])[200, 1000, 5000]).Where(count => count <= characters))
        {
            Memory.ResetPeak();
            var before = Stopwatches.Now();
            var seconds = Speak(count / SentenceCharacters);
            var (wall, cpu) = Stopwatches.Since(before);
            figures.Add(new BenchFigure(
                $"{count} characters, per second", wall / seconds, wall / seconds, cpu / seconds, 1,
                string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s of speech, most memory {Memory.PeakBytes() / 1048576} MB, {model.Manifest.Version}, {model.Manifest.Profile}")));
        }

        return Stopwatches.Report("growth", sessions, figures);

        double Speak(int sentences)
        {
            double seconds = 0;
            for (var from = 0; from < sentences; from += BatchSize)
            {
                var texts = Enumerable.Range(0, Math.Min(BatchSize, sentences - from)).Select(_ => voice.Text(Phones)).ToList();
                texts.ForEach(_ => voice.Read(model, SentenceCharacters, cancellationToken));
                var results = model.Semantic.Decode(texts.ConvertAll(text => voice.Request(text, Codes)), null, cancellationToken).ToList();
                foreach (var result in results)
                {
                    seconds += decoder.Decode(result.Codes, texts[result.Index].Phones, voice.Voice, 1, 1, cancellationToken).Length / (double)SovitsConfig.SampleRate;
                }
            }

            return seconds;
        }
    }

    /// <summary>Most memory of a model that speaks Chinese sentences: weights, work space and the program itself; while its networks are opened, and from then on.</summary>
    public static BenchReport Peak(LoadedModel model, SessionFactory sessions, CancellationToken cancellationToken)
    {
        var empty = Rest();
        var voice = new BenchVoice(model, cancellationToken);
        var first = Speak("first sentence, networks opened");
        Rest();
        return Stopwatches.Report("mem", sessions, [first, Speak("second sentence")]);

        BenchFigure Speak(string name)
        {
            var before = Stopwatches.Now();
            voice.Read(model, SentenceCharacters, cancellationToken);
            var text = voice.Text(Phones);
            var codes = model.Semantic.Decode([voice.Request(text, Codes)], null, cancellationToken).Single().Codes;
            new WaveformDecoder(model).Decode(codes, text.Phones, voice.Voice, 1, 1, cancellationToken);
            var (wall, cpu) = Stopwatches.Since(before);
            return new BenchFigure(name, wall, wall, cpu, 1, string.Create(CultureInfo.InvariantCulture,
                $"most memory {Memory.PeakBytes() / 1048576} MB, of which {empty / 1048576} MB before the model was opened, {model.Manifest.Version}, {model.Manifest.Profile}"));
        }

        // What the program needs when everything that can be given back has been.
        static long Rest()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Memory.ResetPeak();
            return Memory.PeakBytes();
        }
    }

    /// <summary>Resident memory of this process at its most, since it was last asked to forget.</summary>
    private static class Memory
    {
        /// <summary>Where the system can: Linux.</summary>
        public static void ResetPeak()
        {
            if (OperatingSystem.IsLinux())
            {
                File.WriteAllText("/proc/self/clear_refs", "5");
            }
        }

        public static long PeakBytes()
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }
}

using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>The benches of GPT-SoVITS, over official files (random weights will do: times do not depend on values).</summary>
/// <param name="sessions">Opens networks.</param>
public sealed class GptSovitsBench(SessionFactory sessions)
{
    /// <summary>Names of the benches.</summary>
    public static IReadOnlyList<string> Names { get; } = ["t2s", "prefill", "vits", "e2e", "ttfa", "growth", "mem"];

    /// <summary>Runs one bench.</summary>
    /// <param name="bench">One of <see cref="Names"/>.</param>
    /// <param name="folder">Folder with official files.</param>
    /// <param name="profile">How the benches of a whole model convert it.</param>
    /// <param name="seconds">Seconds of speech of e2e.</param>
    /// <param name="characters">Longest text of growth: 200, 1000 or 5000 characters.</param>
    /// <param name="rounds">Runs of each variant. Positive.</param>
    /// <exception cref="ModelImportException">The folder lacks files, or the bench is unknown.</exception>
    public async Task<BenchReport> RunAsync(
        string bench, string folder, PrecisionProfile profile, double seconds, int characters, int rounds, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        var work = Directory.CreateTempSubdirectory("voiceweb-bench-").FullName;
        try
        {
            return await Task.Run(() => Run(bench, folder, profile, seconds, characters, rounds, work, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private BenchReport Run(string bench, string folder, PrecisionProfile profile, double seconds, int characters, int rounds, string work, CancellationToken cancellationToken)
    {
        var sources = ModelSources.Find([folder], cancellationToken);
        switch (bench)
        {
            case "t2s":
                using (var checkpoint = CheckpointReader.Open(sources.Files[ModelPart.Gpt]))
                {
                    return StepBench.Run(checkpoint, work, sessions, 300, 10, rounds, cancellationToken);
                }

            case "vits":
                using (var checkpoint = CheckpointReader.Open(sources.Files[ModelPart.Sovits]))
                {
                    return VocoderBench.Run(checkpoint, work, sessions, 100, rounds, cancellationToken);
                }

            case "e2e":
            case "ttfa":
            case "prefill":
            case "growth":
            case "mem":
                ModelConverter.Convert("bench", sources, profile, work, null, cancellationToken);
                using (var model = new LoadedModel(work, sessions))
                {
                    return bench switch
                    {
                        "e2e" => EndToEndBench.Run(model, sessions, (int)(seconds * 25), rounds, cancellationToken),
                        "ttfa" => FirstSoundBench.Run(model, sessions, rounds, cancellationToken),
                        "prefill" => FirstSoundBench.Prefill(model, sessions, rounds, cancellationToken),
                        "mem" => GrowthBench.Peak(model, sessions, cancellationToken),
                        _ => GrowthBench.Run(model, sessions, characters, cancellationToken),
                    };
                }

            default:
                throw new ModelImportException("bench-unknown", $"There is no bench '{bench}'. There are: {string.Join(", ", Names)}.");
        }
    }
}

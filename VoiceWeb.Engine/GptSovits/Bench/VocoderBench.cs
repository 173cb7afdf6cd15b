using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits.DirectVocoder;
using VoiceWeb.Engine.Inference;
using VoiceWeb.Engine.OnnxGraph;

namespace VoiceWeb.Engine.GptSovits.Bench;

/// <summary>The vocoder over one window: as exporters write it, as a graph of this program, and by hand, where the processor has what that needs.</summary>
internal static class VocoderBench
{
    /// <param name="checkpoint">A SoVITS file.</param>
    /// <param name="work">An empty folder for the graphs.</param>
    /// <param name="frames">Frames of the window; 50 are a second.</param>
    /// <param name="rounds">Runs of each variant.</param>
    public static BenchReport Run(Checkpoint checkpoint, string work, SessionFactory sessions, int frames, int rounds, CancellationToken cancellationToken)
    {
        var config = SovitsConfig.Read(checkpoint);
        var channels = checkpoint.Weights["dec.conv_pre.weight"].Shape[0];
        var vocoder = new VocoderGraph(config, checkpoint.Weights);
        ModelWriter.ToFolder(work, "plain.bin", [("plain.onnx", BaselineGraphs.PlainVocoder(config, checkpoint.Weights))], null, cancellationToken);
        ModelWriter.ToFolder(work, "wide.bin", [("wide.onnx", vocoder.Build())], null, cancellationToken);
        using var plain = sessions.Open(Path.Combine(work, "plain.onnx"));
        using var wide = sessions.Open(Path.Combine(work, "wide.onnx"));
        var random = new Random(1);
        var values = Enumerable.Range(0, config.Latent * frames).Select(_ => random.NextSingle() - 0.5f).ToArray();
        using var flat = Tensor.Of(values, 1, config.Latent, frames);
        using var flatStyle = Tensor.Of(new float[channels], 1, channels, 1);
        using var deep = Tensor.Of(values, 1, config.Latent, 1, frames);
        using var deepStyle = Tensor.Of(new float[channels], 1, channels);
        using var none = Tensor.Of(new long[1], 1);
        using var one = Tensor.Of(new long[] { 1 }, 1);
        VocoderFile.Write(work, config, checkpoint.Weights, rounded: false, cancellationToken);
        var roundedFolder = Directory.CreateDirectory(Path.Combine(work, "rounded")).FullName;
        VocoderFile.Write(roundedFolder, config, checkpoint.Weights, rounded: true, cancellationToken);
        using var rounded = DirectVocoderNetwork.TryOpen(roundedFolder, config, vocoder.Reach(), sessions.Load, sessions.Threads);
        using var direct = DirectVocoderNetwork.TryOpen(work, config, vocoder.Reach(), sessions.Load, sessions.Threads);
        using var directAlone = DirectVocoderNetwork.TryOpen(work, config, vocoder.Reach(), sessions.Load, 1);
        var note = $"{frames} frames = {frames / 50.0:0.0} s of speech";
        var style = new float[channels];
        var reach = vocoder.Reach();
        List<(string Name, string Note, Action Run)> variants =
        [
            ("three dimensions, transposed", note, () => plain.Run([("latent", flat), ("style", flatStyle)], null, cancellationToken).Dispose()),
            ("four dimensions, interleaved", note, () => Deep(none)),
            ("four dimensions, between neighbours", $"{frames} frames, of which {2 * reach} are neighbours'", () => Deep(one)),
        ];
        if (direct is not null)
        {
            variants.Add(("direct", note, () => direct.Run(values, 0, frames, 0, style, cancellationToken)));
            variants.Add(("direct, between neighbours", $"{frames} frames, of which {2 * reach} are neighbours'", () => direct.Run(values, reach, frames - 2 * reach, reach, style, cancellationToken)));
            variants.Add((
                "direct, 8-bit weights", $"{note}; rounding {NoiseDb(Whole(direct), Whole(rounded!)):0.0} dB over the signal, {Megabytes(roundedFolder)} MB of weights instead of {Megabytes(work)}",
                () => Whole(rounded!)));
            variants.Add(("direct, 1 thread", note, () => directAlone!.Run(values, 0, frames, 0, style, cancellationToken)));
        }

        return Stopwatches.Interleave("vits", sessions, rounds, variants, cancellationToken);

        float[] Whole(DirectVocoderNetwork network) => network.Run(values, 0, frames, 0, style, cancellationToken);

        void Deep(Tensor sides) => wide.Run([("latent", deep), ("style", deepStyle), ("left", sides), ("right", sides)], null, cancellationToken).Dispose();
    }

    private static long Megabytes(string folder) => new FileInfo(Path.Combine(folder, VocoderFile.Name)).Length >> 20;

    /// <summary>Power of the difference over that of the value, in dB.</summary>
    private static double NoiseDb(float[] exact, float[] rounded) =>
        10 * Math.Log10(exact.Zip(rounded, (a, b) => Math.Pow(a - b, 2)).Sum() / exact.Sum(value => (double)value * value));
}

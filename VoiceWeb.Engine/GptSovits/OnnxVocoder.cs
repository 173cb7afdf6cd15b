using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>The vocoder as an ONNX graph: for GPUs, and for processors that the direct one is not written for.</summary>
internal sealed class OnnxVocoder(SovitsConfig config, int reach, Session network) : IVocoder
{
    public float[] Run(float[] frames, int before, int own, int after, float[] style, CancellationToken cancellationToken)
    {
        using var frame = Tensor.Of(frames, 1, config.Latent, 1, before + own + after);
        using var styles = Tensor.Of(style, 1, style.Length);
        var size = config.FrameSamples;
        if (!network.Inputs.Contains("left"))
        {
            // Models that were imported before the vocoder dropped its neighbours itself.
            using var uncut = network.Run([("latent", frame), ("style", styles)], ["samples"], cancellationToken);
            return uncut.Read<float>("samples").Slice(before * size, own * size).ToArray();
        }

        // The vocoder drops all of the neighbours' frames, so there must be all or none of them.
        var (hasLeft, hasRight) = (before == reach, after == reach);
        using var left = Tensor.Of(new long[] { hasLeft ? 1 : 0 }, 1);
        using var right = Tensor.Of(new long[] { hasRight ? 1 : 0 }, 1);
        using var outputs = network.Run([("latent", frame), ("style", styles), ("left", left), ("right", right)], ["samples"], cancellationToken);
        var samples = outputs.Read<float>("samples");
        var rest = samples.Length - ((hasLeft ? 0 : before) + own + (hasRight ? 0 : after)) * size;
        var spare = hasLeft && hasRight ? rest / 2 : rest;
        return samples.Slice(hasLeft ? spare : before * size, own * size).ToArray();
    }

    public void Dispose() => network.Dispose();
}

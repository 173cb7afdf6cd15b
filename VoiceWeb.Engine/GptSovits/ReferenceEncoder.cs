using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Recordings to what a voice is made of: the codes of the prompt, and the style averaged over all recordings.</summary>
internal sealed class ReferenceEncoder(LoadedModel model)
{
    /// <summary>Shortest and longest prompt, in seconds: what the text-to-semantic network was trained on.</summary>
    public const double MinPromptSeconds = 3, MaxPromptSeconds = 10;

    private const int FeatureRate = 16_000;

    /// <summary>Zeros after the prompt: 0.6 s at 16 kHz, as the original appends.</summary>
    private const int SilenceSamples = 9600;

    /// <summary>Semantic codes of a prompt.</summary>
    /// <param name="audio">3 to 10 s.</param>
    public long[] PromptCodes(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var samples = Resampler.Convert(audio, FeatureRate).Samples;
        float[] wave = [.. samples, .. new float[SilenceSamples]];
        using var hubert = model.OpenOnce("hubert.onnx");
        using var input = Tensor.Of(wave, 1, wave.Length);
        using var features = hubert.Run([("wave", input)], ["features"], cancellationToken);
        using var quantizer = model.OpenOnce("vq-encode.onnx");
        using var frames = Tensor.Of(features.Read<float>("features").ToArray(), features.Shape("features"));
        using var codes = quantizer.Run([("features", frames)], ["codes"], cancellationToken);
        return codes.Read<long>("codes").ToArray();
    }

    /// <summary>Style of all recordings together, and what the networks derive from it.</summary>
    /// <param name="clips">At least one, each longer than 25 ms.</param>
    public (float[] Text, float[] Flow, float[] Vocoder) Style(IReadOnlyList<AudioBuffer> clips, CancellationToken cancellationToken)
    {
        var config = model.Manifest.Sovits;
        var mean = new double[config.Style];
        using (var style = model.OpenOnce("style.onnx"))
        using (var speaker = config.NeedsSpeaker ? model.OpenOnce("speaker.onnx") : null)
        {
            foreach (var clip in clips)
            {
                var own = StyleOf(clip, style, speaker, cancellationToken);
                for (var i = 0; i < mean.Length; i++)
                {
                    mean[i] += own[i] / (double)clips.Count;
                }
            }
        }

        using var conditions = model.OpenOnce("conditions.onnx");
        using var input = Tensor.Of(mean.Select(value => (float)value).ToArray(), 1, config.Style);
        using var outputs = conditions.Run([("style", input)], null, cancellationToken);
        return (outputs.Read<float>("text_style").ToArray(), outputs.Read<float>("flow").ToArray(), outputs.Read<float>("vocoder").ToArray());
    }

    private float[] StyleOf(AudioBuffer clip, Session style, Session? speaker, CancellationToken cancellationToken)
    {
        var config = model.Manifest.Sovits;
        var samples = ParityResampler.Resample(clip.Samples, clip.SampleRate, SovitsConfig.SampleRate);
        var peak = samples.Length == 0 ? 0 : Math.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<float>(samples));
        if (peak > 1)
        {
            System.Numerics.Tensors.TensorPrimitives.Divide(samples, Math.Min(2, peak), samples);
        }

        var spectrum = ReferenceSpectrum.Compute(samples, config.SpectrumBins);
        using var input = Tensor.Of(spectrum, 1, config.SpectrumBins, spectrum.Length / config.SpectrumBins);
        using var embedding = speaker is null ? null : Embed(samples, speaker, cancellationToken);
        using var outputs = style.Run(embedding is null ? [("spectrum", input)] : [("spectrum", input), ("speaker", embedding)], ["style"], cancellationToken);
        return outputs.Read<float>("style").ToArray();
    }

    private static Tensor Embed(float[] samples, Session speaker, CancellationToken cancellationToken)
    {
        var bands = SpeakerFilterBank.Compute(ParityResampler.Resample(samples, SovitsConfig.SampleRate, FeatureRate));
        using var input = Tensor.Of(bands, 1, bands.Length / SpeakerFilterBank.Bands, SpeakerFilterBank.Bands);
        using var outputs = speaker.Run([("fbank", input)], ["embedding"], cancellationToken);
        return Tensor.Of(outputs.Read<float>("embedding").ToArray(), 1, SovitsConfig.SpeakerWidth);
    }
}

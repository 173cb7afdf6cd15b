using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Semantic codes and phones to samples at 32 kHz, in exact windows: a window is computed with as many frames to each side as the networks look
/// at, and those are cut off, so memory does not grow with the sentence and the joints are those of the whole.
/// </summary>
internal sealed class WaveformDecoder(ModelManifest manifest, Func<Session> textEncoder, Func<Session> flow, Func<IVocoder> vocoder)
{
    /// <summary>The original's factor on the latent noise.</summary>
    private const float NoiseScale = 0.5f;

    /// <summary>Frames of the first window, half a second, and of the longest: 4 s. The recomputed edges cost a fifth there, a fortieth here.</summary>
    private const int FirstWindowFrames = 25, LongestWindowFrames = 200;

    public WaveformDecoder(LoadedModel model)
        : this(model.Manifest, () => model.TextEncoder, () => model.Flow, () => model.Vocoder)
    {
    }

    /// <summary>Speaks a sentence.</summary>
    /// <param name="codes">At least one.</param>
    /// <param name="phones">Phones of the sentence alone, without the prompt's.</param>
    /// <param name="voice">Who speaks.</param>
    /// <param name="speed">Above 1 is faster.</param>
    /// <param name="seed">Seed of the latent noise, which depends on seed, frame and channel alone.</param>
    public float[] Decode(long[] codes, long[] phones, GptVoice voice, double speed, ulong seed, CancellationToken cancellationToken) =>
        [.. Stream(codes, phones, voice, speed, seed, cancellationToken).SelectMany(window => window.Samples)];

    /// <summary>
    /// Speaks a sentence window by window: half a second first, so that something is heard early, then longer ones, which cost less at their
    /// edges. Where windows begin depends on nothing but the sentence's length, so the samples are the same however they are taken.
    /// </summary>
    public IEnumerable<WaveWindow> Stream(long[] codes, long[] phones, GptVoice voice, double speed, ulong seed, CancellationToken cancellationToken)
    {
        var latent = Latent(codes, phones, voice, speed, seed, cancellationToken);
        var frames = latent.Length / manifest.Sovits.Latent;
        var places = Places(frames);
        for (var place = 0; place < places.Count; place++)
        {
            var (from, to) = places[place];
            yield return new WaveWindow(Window(latent, frames, from, to, voice, cancellationToken), place == places.Count - 1);
        }
    }

    private static List<(int From, int To)> Places(int frames)
    {
        var places = new List<(int From, int To)>();
        var length = FirstWindowFrames;
        for (var from = 0; from < frames; length = Math.Min(LongestWindowFrames, 2 * length))
        {
            // What would remain as a crumb is taken along.
            var to = frames - from <= length + FirstWindowFrames ? frames : from + length;
            places.Add((from, to));
            from = to;
        }

        return places;
    }

    /// <summary>Samples of the frames from..to of a sentence.</summary>
    /// <param name="latent">(channels, frames) before the flow.</param>
    internal float[] Window(float[] latent, int frames, int from, int to, GptVoice voice, CancellationToken cancellationToken)
    {
        // The flow's edges lie outside the vocoder's; at the ends of the sentence there is nothing beyond, as in the whole.
        int innerFrom = Math.Max(0, from - manifest.VocoderReach), innerTo = Math.Min(frames, to + manifest.VocoderReach);
        int outerFrom = Math.Max(0, innerFrom - manifest.FlowReach), outerTo = Math.Min(frames, innerTo + manifest.FlowReach);
        var channels = manifest.Sovits.Latent;

        var outer = Cut(latent, channels, frames, outerFrom, outerTo);
        using var input = Tensor.Of(outer, 1, channels, 1, outerTo - outerFrom);
        var perCoupling = voice.FlowStyle.Length / manifest.FlowCouplings;
        using var flowStyle = Tensor.Of(voice.FlowStyle, 1, manifest.FlowCouplings, perCoupling);
        using var flowed = flow().Run([("latent", input), ("style", flowStyle)], ["result"], cancellationToken);

        var inner = Cut(flowed.Read<float>("result"), channels, outerTo - outerFrom, innerFrom - outerFrom, innerTo - outerFrom);
        return vocoder().Run(inner, from - innerFrom, to - from, innerTo - to, voice.VocoderStyle, cancellationToken);
    }

    /// <summary>The latent before the flow, (channels, frames).</summary>
    internal float[] Latent(long[] codes, long[] phones, GptVoice voice, double speed, ulong seed, CancellationToken cancellationToken)
    {
        var map = SpeedMap.Make(2 * codes.Length, speed);
        using var codeInput = Tensor.Of(codes, 1, codes.Length);
        using var phoneInput = Tensor.Of(phones, 1, phones.Length);
        using var style = Tensor.Of(voice.TextStyle, 1, voice.TextStyle.Length);
        using var before = Tensor.Of(map.Before, map.Frames);
        using var after = Tensor.Of(map.After, map.Frames);
        using var share = Tensor.Of(map.Share, map.Frames, 1);
        using var moments = textEncoder().Run(
            [("codes", codeInput), ("phones", phoneInput), ("style", style), ("before", before), ("after", after), ("share", share)],
            ["mean", "deviation"], cancellationToken);

        var latent = moments.Read<float>("mean").ToArray();
        var deviation = moments.Read<float>("deviation");
        for (var i = 0; i < latent.Length; i++)
        {
            var noise = (float)Philox.Normal(seed, (ulong)(i % map.Frames), (ulong)(i / map.Frames));
            latent[i] += noise * MathF.Exp(deviation[i]) * NoiseScale;
        }

        return latent;
    }

    private static float[] Cut(ReadOnlySpan<float> values, int channels, int frames, int from, int to)
    {
        var part = new float[channels * (to - from)];
        for (var channel = 0; channel < channels; channel++)
        {
            values.Slice(channel * frames + from, to - from).CopyTo(part.AsSpan(channel * (to - from)));
        }

        return part;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using VoiceWeb.Engine.Checkpoints;
using VoiceWeb.Engine.GptSovits;
using VoiceWeb.Engine.Inference;

namespace VoiceWeb.Tests.Engine.GptSovits;

/// <summary>Text encoder, flow and vocoder against the original, stage by stage and chained (Golden/gptsovits/README.md).</summary>
[Trait("Category", "Golden")]
public sealed class SovitsTests
{
    [Theory]
    [MemberData(nameof(GoldenFolder.Versions), MemberType = typeof(GoldenFolder))]
    public void Text_encoder_matches_stage_by_stage(string folder, string version)
    {
        var golden = GoldenFolder.Open(folder);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint($"s2G_{version}.pth"));
        using var sovits = new Stages(golden, version, checkpoint);
        var frames = golden.Shape($"{version}/m_p")[2];
        using var outputs = sovits.Encode(golden.Longs($"{version}/semantic"), frames, 1, probes: true);

        foreach (var stage in (string[])["ssl_proj", "encoder_ssl", "encoder_text", "mrte", "encoder2"])
        {
            golden.AssertClose($"{version}/enc_p_{stage}", outputs.Read<float>(stage));
        }

        golden.AssertClose($"{version}/m_p", outputs.Read<float>("mean"));
        golden.AssertClose($"{version}/logs_p", outputs.Read<float>("deviation"));
    }

    [Theory]
    [MemberData(nameof(GoldenFolder.Versions), MemberType = typeof(GoldenFolder))]
    public void Flow_and_vocoder_match_stage_by_stage(string folder, string version)
    {
        var golden = GoldenFolder.Open(folder);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint($"s2G_{version}.pth"));
        using var sovits = new Stages(golden, version, checkpoint);
        using var flow = sovits.Flow(golden.Floats($"{version}/m_p"), probes: true);
        golden.AssertClose($"{version}/flow_flows_6", Reversed(flow.Read<float>("first"), sovits.Config.Latent));
        golden.AssertClose($"{version}/z", flow.Read<float>("result"));

        using var vocoder = sovits.Vocode(golden.Floats($"{version}/z"), probes: true);
        golden.AssertClose($"{version}/dec_conv_pre", vocoder.Read<float>("conv_pre"));
        golden.AssertClose($"{version}/dec_ups_0", vocoder.Read<float>("ups_0"));
        golden.AssertClose($"{version}/dec_conv_post", vocoder.Read<float>("conv_post"));
        golden.AssertClose($"{version}/audio", vocoder.Read<float>("samples"));
    }

    [Theory]
    [MemberData(nameof(GoldenFolder.Versions), MemberType = typeof(GoldenFolder))]
    public void Chained_from_codes_to_samples_it_matches_with_noise_at_other_speeds_and_with_two_references(string folder, string version)
    {
        var golden = GoldenFolder.Open(folder);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint($"s2G_{version}.pth"));
        using var sovits = new Stages(golden, version, checkpoint);
        var codes = golden.Longs($"{version}/semantic");
        golden.AssertClose($"{version}/audio", sovits.Speak(codes, 1, null));
        golden.AssertClose($"{version}/noise_audio", sovits.Speak(codes, 1, golden.Floats($"{version}/noise")));
        foreach (var (name, percent) in golden.Find(new Regex($"^{version}/speed([0-9]+)_m_p$")))
        {
            // Only the first codes of the sentence are spoken at another speed: as many as give the stored number of frames.
            var speed = int.Parse(percent, CultureInfo.InvariantCulture) / 100.0;
            var frames = golden.Shape(name)[2];
            var count = Enumerable.Range(1, codes.Length).First(count => SpeedMap.Make(2 * count, speed).Frames == frames);
            using var moments = sovits.Encode(codes[..count], frames, speed);
            golden.AssertClose(name, moments.Read<float>("mean"));
            golden.AssertClose($"{version}/speed{percent}_audio", sovits.Speak(codes[..count], speed, null));
        }

        if (golden.Has($"{version}/two_refs_audio"))
        {
            using var two = new Stages(golden, version, checkpoint, bothReferences: true);
            golden.AssertClose($"{version}/two_refs_audio", two.Speak(codes, 1, null));
        }
    }

    [Fact]
    public void Half_precision_stays_near_to_full_where_it_counts()
    {
        var golden = GoldenFolder.Open(GoldenFolder.OwnPath);
        using var checkpoint = CheckpointReader.Open(golden.Checkpoint("s2G_v2.pth"));
        using var stages = new Stages(golden, "v2", checkpoint);
        var random = new Random(1);
        var latent = Enumerable.Range(0, stages.Config.Latent * 60).Select(_ => 2 * (random.NextSingle() - 0.5f)).ToArray();

        using var flow = stages.Flow(latent);
        using var halfFlow = stages.Flow(latent, precision: LinearPrecision.Float16);
        Assert.InRange(NoiseDb(flow.Read<float>("result"), halfFlow.Read<float>("result")), -120, -50);
        using var sound = stages.Vocode(latent);
        using var halfSound = stages.Vocode(latent, precision: LinearPrecision.Float16);
        Assert.InRange(NoiseDb(sound.Read<float>("samples"), halfSound.Read<float>("samples")), -120, -50);
    }

    /// <summary>Power of the difference over that of the value, in dB.</summary>
    private static double NoiseDb(ReadOnlySpan<float> exact, ReadOnlySpan<float> rounded)
    {
        double signal = 0, noise = 0;
        for (var i = 0; i < exact.Length; i++)
        {
            signal += (double)exact[i] * exact[i];
            noise += Math.Pow(exact[i] - rounded[i], 2);
        }

        return 10 * Math.Log10(noise / signal);
    }

    private static float[] Reversed(ReadOnlySpan<float> values, int channels)
    {
        var frames = values.Length / channels;
        var turned = new float[values.Length];
        for (var channel = 0; channel < channels; channel++)
        {
            values.Slice(channel * frames, frames).CopyTo(turned.AsSpan((channels - 1 - channel) * frames));
        }

        return turned;
    }

    /// <summary>The three networks of a golden version with the style of its references.</summary>
    private sealed class Stages : IDisposable
    {
        private readonly GoldenFolder _golden;
        private readonly string _version;
        private readonly Checkpoint _checkpoint;
        private readonly TensorSet _conditions;

        public Stages(GoldenFolder golden, string version, Checkpoint checkpoint, bool bothReferences = false)
        {
            (_golden, _version, _checkpoint) = (golden, version, checkpoint);
            Config = SovitsConfig.Read(checkpoint);
            var style = ReferenceNetworksTests.Style(golden, checkpoint, Config, "ref", "", out _);
            if (bothReferences)
            {
                var other = ReferenceNetworksTests.Style(golden, checkpoint, Config, "ref2", "2", out _);
                style = [.. style.Zip(other, (a, b) => (a + b) / 2)];
            }

            _conditions = NetworkRun.Once(new StyleGraph(Config, checkpoint.Weights).Conditions(), ("style", Tensor.Of(style, 1, Config.Style)));
        }

        public SovitsConfig Config { get; }

        public TensorSet Encode(long[] codes, int frames, double speed, bool probes = false)
        {
            var phones = _golden.Longs($"{_version}/text_phones");
            var places = SpeedMap.Make(2 * codes.Length, speed);
            Assert.Equal(frames, places.Frames);
            return NetworkRun.Once(new TextEncoderGraph(Config, _checkpoint.Weights).Build(probes),
                ("codes", Tensor.Of(codes, 1, codes.Length)), ("phones", Tensor.Of(phones, 1, phones.Length)),
                ("style", Tensor.Of(_conditions.Read<float>("text_style").ToArray(), 1, 512)),
                ("before", Tensor.Of(places.Before, places.Frames)), ("after", Tensor.Of(places.After, places.Frames)), ("share", Tensor.Of(places.Share, places.Frames, 1)));
        }

        public TensorSet Flow(float[] latent, bool probes = false, LinearPrecision precision = LinearPrecision.Float32)
        {
            var style = _conditions.Shape("flow");
            return NetworkRun.Once(new FlowGraph(Config, _checkpoint.Weights, precision).Build(probes),
                ("latent", Tensor.Of(latent, 1, Config.Latent, 1, latent.Length / Config.Latent)), ("style", Tensor.Of(_conditions.Read<float>("flow").ToArray(), style)));
        }

        public TensorSet Vocode(float[] latent, bool probes = false, LinearPrecision precision = LinearPrecision.Float32)
        {
            var style = _conditions.Shape("vocoder");
            return NetworkRun.Once(new VocoderGraph(Config, _checkpoint.Weights, precision).Build(probes),
                ("latent", Tensor.Of(latent, 1, Config.Latent, 1, latent.Length / Config.Latent)), ("style", Tensor.Of(_conditions.Read<float>("vocoder").ToArray(), style)),
                ("left", Tensor.Of(new long[1], 1)), ("right", Tensor.Of(new long[1], 1)));
        }

        public float[] Speak(long[] codes, double speed, float[]? noise)
        {
            using var moments = Encode(codes, SpeedMap.Make(2 * codes.Length, speed).Frames, speed);
            var latent = moments.Read<float>("mean").ToArray();
            var deviation = moments.Read<float>("deviation");
            for (var i = 0; noise is not null && i < latent.Length; i++)
            {
                latent[i] += noise[i] * MathF.Exp(deviation[i]) * 0.5f;
            }

            using var flow = Flow(latent);
            using var samples = Vocode(flow.Read<float>("result").ToArray());
            return samples.Read<float>("samples").ToArray();
        }

        public void Dispose() => _conditions.Dispose();
    }
}

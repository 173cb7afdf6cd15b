using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>What an attack may draw on: chance that is the same in every run, other speech, and programs.</summary>
internal sealed class AttackContext
{
    private readonly IReadOnlyList<AudioBuffer> _others;

    /// <param name="seed">What chance depends on, such as run, clip and attack.</param>
    /// <param name="others">Unmarked clips that may be mixed in. At least one.</param>
    /// <param name="programs">Runs ffmpeg.</param>
    /// <param name="cancellationToken">Stops the attack.</param>
    public AttackContext(string seed, IReadOnlyList<AudioBuffer> others, AttackPrograms programs, CancellationToken cancellationToken)
    {
        // HashCode would differ from run to run.
        Chance = new Random(BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed))));
        _others = others;
        Programs = programs;
        CancellationToken = cancellationToken;
    }

    /// <summary>Seeded chance.</summary>
    public Random Chance { get; }

    /// <summary>Runs ffmpeg.</summary>
    public AttackPrograms Programs { get; }

    /// <summary>Stops the attack.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Other speech at the wanted rate and length, repeated if need be; its loud parts have an RMS of 1.</summary>
    public float[] OtherSpeech(int rate, int samples)
    {
        var other = Resampler.Convert(_others[Chance.Next(_others.Count)], rate).Samples;
        var speech = new float[samples];
        for (var i = 0; i < samples; i++)
        {
            speech[i] = other[i % other.Length];
        }

        Samples.Scale(speech, 1 / Samples.ActiveRms(speech, rate));
        return speech;
    }

    /// <summary>A number from the normal distribution.</summary>
    public double Gauss() => Math.Sqrt(-2 * Math.Log(1 - Chance.NextDouble())) * Math.Cos(2 * Math.PI * Chance.NextDouble());
}

namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Random numbers by counter (Philox 4x32-10; Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): the number at a
/// place depends on seed and place alone, so batches, chunks and threads cannot change what is drawn.
/// </summary>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57, Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>Evenly distributed in (0, 1), never 0 or 1.</summary>
    public static double Uniform(ulong seed, ulong major, ulong minor)
    {
        var (a, b, _, _) = Draw(seed, major, minor);
        return (((ulong)a << 20 | b >> 12) + 0.5) * (1.0 / (1UL << 52));
    }

    /// <summary>Exponentially distributed with mean 1; positive.</summary>
    public static double Exponential(ulong seed, ulong major, ulong minor) => -Math.Log(Uniform(seed, major, minor));

    /// <summary>Normally distributed with mean 0 and variance 1 (Box and Muller).</summary>
    public static double Normal(ulong seed, ulong major, ulong minor)
    {
        var (a, b, c, d) = Draw(seed, major, minor);
        var radius = Math.Sqrt(-2 * Math.Log((((ulong)a << 20 | b >> 12) + 0.5) * (1.0 / (1UL << 52))));
        return radius * Math.Cos(2 * Math.PI * (((ulong)c << 20 | d >> 12) * (1.0 / (1UL << 52))));
    }

    /// <summary>128 random bits for a place.</summary>
    public static (uint A, uint B, uint C, uint D) Draw(ulong seed, ulong major, ulong minor)
    {
        uint a = (uint)minor, b = (uint)(minor >> 32), c = (uint)major, d = (uint)(major >> 32);
        uint key0 = (uint)seed, key1 = (uint)(seed >> 32);
        for (var round = 0; round < 10; round++)
        {
            var left = (ulong)Multiplier0 * a;
            var right = (ulong)Multiplier1 * c;
            (a, b, c, d) = ((uint)(right >> 32) ^ b ^ key0, (uint)right, (uint)(left >> 32) ^ d ^ key1, (uint)left);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (a, b, c, d);
    }
}

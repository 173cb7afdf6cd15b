namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// What the server may remember of a rendering: the levels of 52 bands of 125 Hz, 15.6 times a second, in steps of 0.75 dB
/// (0.81 kB per second). It names the rendering again when only a damaged copy is found, and takes the speech itself, the loudest
/// noise of all, off the evidence. It has neither phases nor pitch; speech cannot be rebuilt from it to be listened to. Immutable.
/// </summary>
public sealed class RenderingSketch
{
    /// <summary>Bands: the marked ones and two on either side.</summary>
    internal const int Bands = MarkGrid.Bands + (2 * Guard);

    private const int Guard = 2;
    private const float StepDb = 0.75f;
    private const float ZeroDb = -30;
    private readonly sbyte[] _levels; // (rows, 52)

    internal RenderingSketch(sbyte[] levels) => _levels = levels;

    /// <summary>Rows of 64 ms, from the start of the rendering.</summary>
    public int Rows => _levels.Length / Bands;

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The length is not a whole number of rows.</exception>
    public static RenderingSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % Bands != 0)
        {
            throw new FormatException($"A sketch has {Bands} bytes per row; {bytes.Length} bytes are not a whole number of rows.");
        }

        return new RenderingSketch(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(bytes).ToArray());
    }

    /// <summary>The sketch as bytes, 52 per row.</summary>
    public byte[] ToBytes() => System.Runtime.InteropServices.MemoryMarshal.AsBytes(_levels.AsSpan()).ToArray();

    internal static sbyte Quantise(float db) => (sbyte)Math.Clamp(MathF.Round((db - ZeroDb) / StepDb), sbyte.MinValue, sbyte.MaxValue);

    /// <summary>
    /// The rows as a detector would see them in clean speech: level against the neighbours, each band's mean taken off; 0 in pauses.
    /// Shape (rows, 48), dB.
    /// </summary>
    internal float[] Evidence()
    {
        const float Quiet = 45; // dB under the loudest row
        var evidence = new float[Rows * MarkGrid.Bands];
        float[] loudness = [.. Enumerable.Range(0, Rows).Select(Loudness)];
        var loudest = Rows == 0 ? 0 : loudness.Max();
        var means = new float[MarkGrid.Bands];
        var count = 0;
        for (var row = 0; row < Rows; row++)
        {
            if (loudness[row] < loudest - Quiet)
            {
                continue;
            }

            count++;
            var levels = _levels.AsSpan(row * Bands, Bands);
            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var value = StepDb * (levels[band + 2] - (BandEvidence.NearWeight * (levels[band + 1] + levels[band + 3]))
                    - (BandEvidence.FarWeight * (levels[band] + levels[band + 4])));
                evidence[(row * MarkGrid.Bands) + band] = value;
                means[band] += value;
            }
        }

        for (var row = 0; row < Rows; row++)
        {
            if (loudness[row] < loudest - Quiet)
            {
                continue;
            }

            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                evidence[(row * MarkGrid.Bands) + band] -= means[band] / count;
            }
        }

        return evidence;
    }

    private float Loudness(int row)
    {
        var most = sbyte.MinValue;
        foreach (var level in _levels.AsSpan(row * Bands, Bands))
        {
            most = Math.Max(most, level);
        }

        return most * StepDb;
    }
}

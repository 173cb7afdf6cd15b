namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Decides how much every cell is raised or lowered: more where the ear is busy, more where the speech happens to say the opposite
/// of the sign, less where it agrees anyway, nothing in pauses. The stream scales all of it to what the speech hides.
/// Thread-safe.
/// </summary>
internal sealed class MarkShaper
{
    /// <summary>Mean energy of the mark over what would be heard, dB, as estimated here; the stream measures it.</summary>
    private const double TargetNoiseToMaskDb = -11.2;

    private const float CapDb = 3f; // no cell is changed by more
    private const float LowDb = 2f; // start of the scale below 4.3 kHz
    private const float HighDb = 1.5f; // and above
    private const int HighBand = 29; // first band above 4.3 kHz
    private const float MaskPower = 0.45f; // how far cells follow what the mask allows
    private const float LeastRoom = 0.35f; // and within which factors
    private const float MostRoom = 2.2f;
    private const double HostShare = 0.5; // of the speech's own sum that is made up for
    private const float LeastFactor = 0.5f;
    private const float MostFactor = 1.7f;
    private const double HostReachFrames = 250; // 2 s: over this stretch the speech's own sum is held against a bit
    private const float PauseDb = 27; // frames this far under the loud ones count as a pause
    private const float PauseMarkDb = -82; // and carry at most this much, dB of full scale

    private readonly MaskingModel _mask = new();

    /// <summary>Gains in dB. Shape (frames, 48).</summary>
    /// <param name="host">The frames to be marked.</param>
    /// <param name="pattern">The key's pattern.</param>
    /// <param name="word">The code word to write.</param>
    /// <param name="loudPower">Power of the marked range in loud frames of the rendering so far; sets what counts as a pause.</param>
    public float[] Shape(HostFrames host, MarkPattern pattern, CodeWord word, float loudPower)
    {
        var signs = pattern.SignsFor(word);
        var cells = HostCells.Measure(host, _mask, loudPower);
        var sizes = BaseSizes(cells);
        Inform(cells, pattern, signs, sizes);
        var scale = Scale(cells, sizes);
        var gains = new float[host.Count * MarkGrid.Bands];
        var factors = FrameFactors(host, loudPower);
        for (var frame = 0; frame < host.Count; frame++)
        {
            var row = cells.RowOf(frame);
            var quiet = factors[frame];
            if (quiet == 0)
            {
                continue;
            }

            for (var band = 0; band < MarkGrid.Bands; band++)
            {
                var size = Math.Min(CapDb, (float)scale * sizes[(row * MarkGrid.Bands) + band]);
                gains[(frame * MarkGrid.Bands) + band] = quiet * size * signs[(cells.PatternRow(row) * MarkGrid.Bands) + band];
            }
        }

        return gains;
    }

    private static float[] BaseSizes(HostCells cells)
    {
        var sizes = new float[cells.Rows * MarkGrid.Bands];
        for (var cell = 0; cell < sizes.Length; cell++)
        {
            var level = cell % MarkGrid.Bands < HighBand ? LowDb : HighDb;
            var room = Math.Clamp(cells.Share[cell], 1e-3f, 1e3f);
            sizes[cell] = level * Math.Clamp(MathF.Pow(room, -MaskPower), LeastRoom, MostRoom);
        }

        return sizes;
    }

    /// <summary>Weighs what the speech itself says about each bit within 2 s, and spends less or more accordingly.</summary>
    private static void Inform(HostCells cells, MarkPattern pattern, float[] signs, float[] sizes)
    {
        var members = new List<int>[MarkGrid.CodeBits + MarkGrid.Rows];
        for (var cell = 0; cell < sizes.Length; cell++)
        {
            var row = cell / MarkGrid.Bands;
            var bit = pattern.Bits[(cells.PatternRow(row) * MarkGrid.Bands) + (cell % MarkGrid.Bands)];

            // Synchronisation is read row by row, so the cells of one row stand together.
            var group = bit >= 0 ? bit : MarkGrid.CodeBits + cells.PatternRow(row);
            (members[group] ??= []).Add(cell);
        }

        var factors = new float[sizes.Length];
        Array.Fill(factors, 1f);
        foreach (var group in members)
        {
            if (group is null)
            {
                continue;
            }

            foreach (var cell in group)
            {
                var row = cell / MarkGrid.Bands;
                double own = 0, expected = 0;
                foreach (var other in group)
                {
                    var otherRow = other / MarkGrid.Bands;
                    var distance = Math.Abs(otherRow - row) * MarkGrid.RowFrames / HostReachFrames;
                    if (distance >= 1)
                    {
                        continue;
                    }

                    var sign = signs[(cells.PatternRow(otherRow) * MarkGrid.Bands) + (other % MarkGrid.Bands)];
                    own += (1 - distance) * sign * cells.Evidence[other];
                    expected += (1 - distance) * sizes[other] * cells.Activity[otherRow];
                }

                if (expected > 0)
                {
                    factors[cell] = (float)Math.Clamp(1 - (HostShare * own / expected), LeastFactor, MostFactor);
                }
            }
        }

        for (var cell = 0; cell < sizes.Length; cell++)
        {
            sizes[cell] *= factors[cell];
        }
    }

    /// <summary>The factor that brings the mean noise-to-mask ratio to its target.</summary>
    private static double Scale(HostCells cells, float[] sizes)
    {
        double ratios = 0;
        for (var cell = 0; cell < sizes.Length; cell++)
        {
            var amplitude = sizes[cell] * MathF.Log(10) / 20;
            ratios += amplitude * amplitude * cells.Share[cell] * cells.Activity[cell / MarkGrid.Bands];
        }

        var mean = ratios / Math.Max(1, cells.ActiveBarks);
        return mean <= 0 ? 1 : Math.Clamp(Math.Sqrt(Math.Pow(10, TargetNoiseToMaskDb / 10) / mean), 0.3, 1.6);
    }

    // A frame reaches into its neighbours, so beside a pause it may not be much stronger than the pause allows.
    private static float[] FrameFactors(HostFrames host, float loudPower)
    {
        const float Step = 2;
        var loudTotal = host.LoudTotal();
        var own = new float[host.Count];
        for (var frame = 0; frame < host.Count; frame++)
        {
            own[frame] = FrameFactor(host, frame, loudPower, loudTotal);
        }

        var factors = new float[host.Count];
        for (var frame = 0; frame < host.Count; frame++)
        {
            var around = Math.Min(own[Math.Max(frame - 1, 0)], own[Math.Min(frame + 1, host.Count - 1)]);
            factors[frame] = Math.Min(own[frame], Step * around);
        }

        return factors;
    }

    private static float FrameFactor(HostFrames host, int frame, float loudPower, float loudTotal)
    {
        var sum = 0f;
        foreach (var p in host.Power(frame).Slice(MarkGrid.FirstBin, MarkGrid.MarkedBins))
        {
            sum += p;
        }

        if (sum <= 1e-9f)
        {
            return 0;
        }

        // A hiss may be loud in the marked range and soft as a whole: then it is heard as a pause, and a mark in it too.
        var under = 10 * MathF.Log10((loudPower + 1e-20f) / sum);
        var wholeUnder = 10 * MathF.Log10((loudTotal + 1e-20f) / (host.Total(frame) + 1e-20f));
        if (Math.Max(under, wholeUnder) < PauseDb)
        {
            return 1;
        }

        // Power of a frame of white noise at full scale is 128 per bin on average; the mark is about 15 dB under its host.
        var markDb = 10 * MathF.Log10(sum / (MarkGrid.Frame / 2f * MarkGrid.Frame / 2f)) - 15;
        return Math.Min(1, MathF.Pow(10, (PauseMarkDb - markDb) / 20));
    }
}

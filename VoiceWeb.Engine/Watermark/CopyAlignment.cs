using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// Lays a found file beside the sketch of the rendering that it is a copy of: which seconds of the one are which seconds of the other.
/// Shows where it was cropped, cut and put together anew. Needs no mark, and no audio but the file's.
/// </summary>
public static class CopyAlignment
{
    private const int WindowRows = 24; // 1.5 s
    private const int HopRows = 8;
    private const int MostWindows = 80; // of a long file
    private const int LeastRows = 8; // of a window that must hold speech
    private const float Likeness = 0.45f; // mean cosine of a window's rows
    private const float SureLikeness = 0.6f; // of a window that stands alone
    private const int Drift = 2; // rows that neighbours may differ by, since tempo is known to half a per cent
    private const float QuietDb = 40;
    private const int FirstBin = MarkGrid.FirstBin - (2 * MarkGrid.BinsPerBand);
    private const double RowSeconds = MarkGrid.RowFrames / MarkGrid.FrameRate;

    /// <summary>Finds the stretches that fit, in the order of the file; none when nothing does.</summary>
    /// <param name="file">The found file.</param>
    /// <param name="sketch">What is remembered of the rendering.</param>
    /// <param name="tempo">How much faster the file plays than the rendering was made.</param>
    /// <param name="pitch">Factor by which its pitch stands above the rendering's.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IReadOnlyList<AlignedStretch> Find(
        AudioBuffer file, RenderingSketch sketch, double tempo, double pitch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(sketch);
        var found = Normalised(Levels(Resampler.Convert(file, MarkGrid.Rate), tempo, pitch, cancellationToken));
        var own = Normalised([.. sketch.ToBytes().Select(level => 0.75f * (sbyte)level)]);
        var (rows, ownRows) = (found.Length / RenderingSketch.Bands, own.Length / RenderingSketch.Bands);
        var window = Math.Min(WindowRows, rows);
        var hop = Math.Max(HopRows, rows / MostWindows);
        var places = new List<(int Row, int Lag, float Score)>();
        for (var row = 0; row + window <= rows && window >= LeastRows; row += hop)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Place(found, own, row, window, ownRows) is { Score: >= Likeness } place)
            {
                places.Add((row, place.Lag, place.Score));
            }
        }

        var stretches = new List<AlignedStretch>();
        for (var i = 0; i < places.Count;)
        {
            var end = i + 1;
            while (end < places.Count && places[end].Row - places[end - 1].Row <= hop && Math.Abs(places[end].Lag - places[end - 1].Lag) <= Drift)
            {
                end++;
            }

            if (end - i > 1 || places[i].Score >= SureLikeness)
            {
                stretches.Add(new AlignedStretch(
                    places[i].Row * RowSeconds / tempo,
                    Math.Min(file.Seconds, (places[end - 1].Row + window) * RowSeconds / tempo),
                    Math.Max(0, places[i].Row + places[i].Lag) * RowSeconds));
            }

            i = end;
        }

        return stretches;
    }

    private static (int Lag, float Score) Place(float[] found, float[] own, int row, int window, int ownRows)
    {
        var piece = found.AsSpan(row * RenderingSketch.Bands, window * RenderingSketch.Bands);
        var speech = 0;
        for (var i = 0; i < window; i++)
        {
            speech += piece.Slice(i * RenderingSketch.Bands, RenderingSketch.Bands).ContainsAnyExcept(0f) ? 1 : 0;
        }

        var (best, lag) = (0f, 0);
        for (var start = 0; start + window <= ownRows && speech >= LeastRows; start++)
        {
            var score = Lanes.Dot(piece, own.AsSpan(start * RenderingSketch.Bands, piece.Length)) / speech;
            if (score > best)
            {
                (best, lag) = (score, start - row);
            }
        }

        return (lag, best);
    }

    /// <summary>The file's levels in the sketch's bands and rows, dB. Shape (rows, 52).</summary>
    private static float[] Levels(AudioBuffer audio, double tempo, double pitch, CancellationToken cancellationToken)
    {
        var fft = new RealFft(MarkGrid.Frame);
        var frame = new double[MarkGrid.Frame];
        double[] real = new double[fft.Bins], imaginary = new double[fft.Bins];
        var step = MarkGrid.Hop / tempo;
        var rows = (int)(audio.Samples.Length / (step * MarkGrid.RowFrames));
        var levels = new float[rows * RenderingSketch.Bands];
        for (var t = 0; t < rows * MarkGrid.RowFrames; t++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = (int)(t * step) - (MarkGrid.Frame / 2);
            for (var i = 0; i < frame.Length; i++)
            {
                var at = first + i;
                frame[i] = (uint)at < (uint)audio.Samples.Length ? audio.Samples[at] * Math.Sin(Math.PI * (i + 0.5) / MarkGrid.Frame) : 0;
            }

            fft.Forward(frame, real, imaginary);
            for (var band = 0; band < RenderingSketch.Bands; band++)
            {
                var power = 1e-9;
                for (var k = 0; k < MarkGrid.BinsPerBand; k++)
                {
                    var bin = Math.Min(fft.Bins - 1, (int)Math.Round((FirstBin + (band * MarkGrid.BinsPerBand) + k) * pitch));
                    power += (real[bin] * real[bin]) + (imaginary[bin] * imaginary[bin]);
                }

                levels[(t / MarkGrid.RowFrames * RenderingSketch.Bands) + band] += (float)(10 * Math.Log10(power) / MarkGrid.RowFrames);
            }
        }

        return levels;
    }

    /// <summary>Takes each band's mean and each row's mean off and brings rows to length 1; rows of silence become 0.</summary>
    private static float[] Normalised(float[] levels)
    {
        var rows = levels.Length / RenderingSketch.Bands;
        var loudness = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            loudness[row] = float.MinValue;
            foreach (var level in levels.AsSpan(row * RenderingSketch.Bands, RenderingSketch.Bands))
            {
                loudness[row] = Math.Max(loudness[row], level);
            }
        }

        var quiet = rows == 0 ? 0 : loudness.Max() - QuietDb;
        var loud = Enumerable.Range(0, rows).Where(row => loudness[row] >= quiet).ToArray();
        var means = new float[RenderingSketch.Bands];
        foreach (var row in loud)
        {
            for (var band = 0; band < means.Length; band++)
            {
                means[band] += levels[(row * means.Length) + band] / loud.Length;
            }
        }

        var normalised = new float[levels.Length];
        foreach (var row in loud)
        {
            var into = normalised.AsSpan(row * means.Length, means.Length);
            float mean = 0, square = 1e-6f;
            for (var band = 0; band < into.Length; band++)
            {
                into[band] = levels[(row * means.Length) + band] - means[band];
                mean += into[band] / into.Length;
            }

            for (var band = 0; band < into.Length; band++)
            {
                into[band] -= mean;
                square += into[band] * into[band];
            }

            for (var band = 0; band < into.Length; band++)
            {
                into[band] /= MathF.Sqrt(square);
            }
        }

        return normalised;
    }
}

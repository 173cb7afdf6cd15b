namespace VoiceWeb.Engine.Audio;

/// <summary>
/// A spectrogram for the screen: mel bands over time, each cell one byte, 0 for <see cref="FloorDb"/> or less below the loudest cell
/// and 255 for that cell.
/// </summary>
/// <param name="Width">Columns, from the start to the end of the sound.</param>
/// <param name="Height">Mel bands.</param>
/// <param name="TopHz">Upper end of the highest band, in Hz.</param>
/// <param name="Cells">Shape (height, width), row-major; row 0 is the highest band, as pictures are stored.</param>
public sealed record SpectrogramImage(int Width, int Height, double TopHz, ReadOnlyMemory<byte> Cells)
{
    /// <summary>Range shown, in dB below the loudest cell.</summary>
    public const double FloorDb = 80;

    private const double WindowSeconds = 0.032;
    private const int MaxFramesPerColumn = 4; // more would cost time and change the picture little

    /// <summary>Draws a sound.</summary>
    /// <param name="audio">What to draw.</param>
    /// <param name="width">Columns, 1 to 8192.</param>
    /// <param name="height">Mel bands, 8 to 512.</param>
    /// <param name="topHz">Upper end of the picture; half the sample rate where that is lower.</param>
    /// <param name="cancellationToken">Stops the drawing.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its stated range.</exception>
    public static SpectrogramImage Of(AudioBuffer audio, int width, int height, double topHz, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 8_192);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(topHz, 100);

        var top = Math.Min(topHz, audio.SampleRate / 2.0);
        var window = Math.Max(64, (int)(WindowSeconds * audio.SampleRate));
        var fftSize = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)window);
        var stft = new Stft(fftSize, window, window / 2);
        var bank = new MelFilterBank(audio.SampleRate, fftSize, height, 0, top);
        var columnSamples = (double)audio.Samples.Length / width;
        var frames = Math.Clamp((int)(columnSamples / (window / 2.0)), 1, MaxFramesPerColumn);

        var energies = new float[height * width];
        var power = new float[stft.Bins];
        var mel = new float[height];
        var work = stft.NewWork();
        for (var column = 0; column < width; column++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var frame = 0; frame < frames; frame++)
            {
                var centre = (int)((column + (frame + 0.5) / frames) * columnSamples);
                stft.PowerAt(audio.Samples, centre, power, work);
                bank.Apply(power, mel);
                for (var band = 0; band < height; band++)
                {
                    energies[(height - 1 - band) * width + column] += mel[band];
                }
            }
        }

        FillEmptyBands(energies, bank, width, height);
        return new SpectrogramImage(width, height, top, Quantise(energies));
    }

    private static void FillEmptyBands(float[] energies, MelFilterBank bank, int width, int height)
    {
        // The lowest bands may be narrower than a bin; they show what the band above them shows.
        for (var band = height - 2; band >= 0; band--)
        {
            var isEmpty = true;
            for (var bin = 0; bin < bank.Bins && isEmpty; bin++)
            {
                isEmpty = bank.Weight(band, bin) == 0;
            }

            if (isEmpty)
            {
                energies.AsSpan((height - 2 - band) * width, width).CopyTo(energies.AsSpan((height - 1 - band) * width, width));
            }
        }
    }

    private static byte[] Quantise(float[] energies)
    {
        var cells = new byte[energies.Length];
        var loudest = energies.Max();
        if (loudest <= 0)
        {
            return cells;
        }

        for (var i = 0; i < cells.Length; i++)
        {
            var db = energies[i] <= 0 ? -FloorDb : 10 * Math.Log10(energies[i] / loudest);
            cells[i] = (byte)Math.Round(255 * Math.Clamp(1 + db / FloorDb, 0, 1));
        }

        return cells;
    }
}

using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Admin;

/// <summary>Outline and spectrogram of a sound, as numbers that the browser draws.</summary>
/// <param name="Seconds">Length of the sound.</param>
/// <param name="Lowest">Lowest sample of each column of the outline; full scale is -1.</param>
/// <param name="Highest">Highest sample of each column; full scale is 1.</param>
/// <param name="Width">Columns of the spectrogram.</param>
/// <param name="Height">Bands of the spectrogram.</param>
/// <param name="Cells">Base64 of one byte per cell, row by row, highest band first.</param>
public sealed record SoundPicture(
    double Seconds, IReadOnlyList<float> Lowest, IReadOnlyList<float> Highest, int Width, int Height, string Cells)
{
    private const int PeakColumns = 600, Columns = 400, Bands = 80;
    private const double TopHz = 8_000;

    /// <summary>Draws a sound.</summary>
    public static SoundPicture Of(AudioBuffer audio, CancellationToken cancellationToken)
    {
        var peaks = WaveformPeaks.Of(audio, PeakColumns);
        var image = SpectrogramImage.Of(audio, Columns, Bands, TopHz, cancellationToken);
        return new SoundPicture(audio.Seconds, peaks.Lowest, peaks.Highest, image.Width, image.Height, Convert.ToBase64String(image.Cells.Span));
    }
}

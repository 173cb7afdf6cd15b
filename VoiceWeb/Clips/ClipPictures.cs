using VoiceWeb.Engine.Audio;
using VoiceWeb.Outcomes;
using VoiceWeb.Security;

namespace VoiceWeb.Clips;

/// <summary>The outline of a recording. Both lists have one value per column; full scale is 1.</summary>
public sealed record ClipPeaks(double Seconds, IReadOnlyList<float> Lowest, IReadOnlyList<float> Highest);

/// <summary>A recording's spectrogram.</summary>
/// <param name="Cells">Base64 of one byte per cell, row by row, highest band first.</param>
public sealed record ClipSpectrogram(double Seconds, int Width, int Height, double TopHz, string Cells);

/// <summary>The data that a recording's pictures are drawn from. The engine computes, the browser draws.</summary>
public sealed class ClipPictures(ClipLibrary library, AudioDecoder decoder)
{
    /// <summary>Columns of an outline and of a spectrogram, and bands of a spectrogram.</summary>
    public const int PeakColumns = 800, SpectrogramColumns = 480, SpectrogramBands = 96;

    private const double TopHz = 8_000;

    /// <summary>The outline of a member's own recording.</summary>
    public async Task<Result<ClipPeaks>> PeaksAsync(CurrentUser user, Guid clipId, CancellationToken cancellationToken)
    {
        var audio = await ReadAsync(user, clipId, cancellationToken);
        if (!audio.Succeeded)
        {
            return audio.Refusal;
        }

        var peaks = WaveformPeaks.Of(audio.Value, PeakColumns);
        return new ClipPeaks(audio.Value.Seconds, peaks.Lowest, peaks.Highest);
    }

    /// <summary>The spectrogram of a member's own recording.</summary>
    public async Task<Result<ClipSpectrogram>> SpectrogramAsync(CurrentUser user, Guid clipId, CancellationToken cancellationToken)
    {
        var audio = await ReadAsync(user, clipId, cancellationToken);
        if (!audio.Succeeded)
        {
            return audio.Refusal;
        }

        var image = SpectrogramImage.Of(audio.Value, SpectrogramColumns, SpectrogramBands, TopHz, cancellationToken);
        return new ClipSpectrogram(
            audio.Value.Seconds, image.Width, image.Height, image.TopHz, Convert.ToBase64String(image.Cells.Span));
    }

    private async Task<Result<AudioBuffer>> ReadAsync(CurrentUser user, Guid clipId, CancellationToken cancellationToken)
    {
        var opened = await library.OpenAudioAsync(user, clipId, cancellationToken);
        if (!opened.Succeeded)
        {
            return opened.Refusal;
        }

        await using var wav = opened.Value;
        return await decoder.DecodeAsync(wav, cancellationToken);
    }
}

namespace VoiceWeb.Engine;

/// <summary>Learns voices from recordings, and knows which voice models there are. Speaks nothing. Safe for concurrent use.</summary>
public interface IVoiceFitter
{
    /// <summary>Every voice model that this engine knows, with whether it can be used here and now.</summary>
    IReadOnlyList<VoiceModelStatus> Models { get; }

    /// <summary>Languages that a model can speak, as BCP 47 tags.</summary>
    /// <exception cref="EngineUnavailableException">The model cannot be used on this machine.</exception>
    IReadOnlyList<string> LanguagesOf(string model);

    /// <summary>Learns a voice from recordings.</summary>
    /// <param name="progress">Receives 0 to 1.</param>
    /// <exception cref="VoiceFitException">The recordings cannot become a voice.</exception>
    /// <exception cref="EngineUnavailableException">The model cannot be used on this machine.</exception>
    Task<FittedVoice> FitAsync(VoiceFitRequest request, IProgress<double>? progress, CancellationToken cancellationToken);
}

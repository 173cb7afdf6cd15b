namespace VoiceWeb.Engine;

/// <summary>Text in, marked speech out, sentence by sentence. Safe for concurrent use.</summary>
public interface ISpeechEngine
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

    /// <summary>Says a text. Each part is marked, and its mark has been read back, before it is yielded.</summary>
    /// <exception cref="UnspeakableTextException">The text, or a sentence of it, cannot be spoken.</exception>
    /// <exception cref="EngineUnavailableException">The model cannot be used on this machine.</exception>
    /// <exception cref="Watermark.MarkFailedException">A mark could not be set or read back: nothing of that part is given out.</exception>
    IAsyncEnumerable<SpokenPart> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken);
}

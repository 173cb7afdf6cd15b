namespace VoiceWeb.Engine;

/// <summary>Text in, marked speech out, sentence by sentence. Safe for concurrent use.</summary>
public interface ISpeechEngine
{
    /// <summary>Says a text. Each part is marked, and its mark has been read back, before it is yielded.</summary>
    /// <exception cref="UnspeakableTextException">The text, or a sentence of it, cannot be spoken.</exception>
    /// <exception cref="EngineUnavailableException">The model cannot be used on this machine.</exception>
    /// <exception cref="Watermark.MarkFailedException">A mark could not be set or read back: nothing of that part is given out.</exception>
    IAsyncEnumerable<SpokenPart> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken);
}

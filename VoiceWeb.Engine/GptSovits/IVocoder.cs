namespace VoiceWeb.Engine.GptSovits;

/// <summary>Latent frames to samples. Safe for concurrent use.</summary>
internal interface IVocoder : IDisposable
{
    /// <summary>Samples of a window's own frames, between its neighbours' frames.</summary>
    /// <param name="frames">(channels, before + own + after).</param>
    /// <param name="before">Neighbours' frames on the left: as many as the network looks at, or all there are to the sentence's beginning.</param>
    /// <param name="own">Frames whose samples are wanted.</param>
    /// <param name="after">Neighbours' frames on the right, likewise.</param>
    /// <param name="style">The voice's.</param>
    /// <param name="cancellationToken">Stops between two layers.</param>
    float[] Run(float[] frames, int before, int own, int after, float[] style, CancellationToken cancellationToken);
}

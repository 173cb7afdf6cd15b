using VoiceWeb.Consent;
using VoiceWeb.Engine;

namespace VoiceWeb.Voices;

/// <summary>Learns a voice for one rendering on the command line, under an operator's attestation. The voice is kept nowhere.</summary>
public sealed class AttestedVoice(IVoiceFitter fitter)
{
    /// <summary>Learns the voice of a recording.</summary>
    /// <param name="grant">Proof that the operator attested the use of this recording.</param>
    /// <param name="clip">The recording, with its transcript when known.</param>
    /// <param name="model">Name of the voice model.</param>
    /// <param name="language">Language of the recording, or <c>auto</c>.</param>
    /// <param name="cancellationToken">Stops the learning.</param>
    /// <exception cref="VoiceFitException">The recording cannot become a voice.</exception>
    /// <exception cref="EngineUnavailableException">The model cannot be used on this machine.</exception>
    public Task<FittedVoice> LearnAsync(
        ConsentGrant grant, FitClip clip, string model, string language, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        return fitter.FitAsync(new VoiceFitRequest(model, [clip], language), null, cancellationToken);
    }
}

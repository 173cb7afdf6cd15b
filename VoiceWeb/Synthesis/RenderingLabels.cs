using Microsoft.Extensions.Options;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Labels;

namespace VoiceWeb.Synthesis;

/// <summary>The signed labels of renderings' files, written and read back.</summary>
public sealed class RenderingLabels(LabelSeal seal, IOptions<SynthesisOptions> options, TimeProvider clock)
{
    /// <summary>The chunks that a rendering's WAV file begins with.</summary>
    /// <param name="soundSha256">SHA-256 of its samples.</param>
    public IReadOnlyList<(string Id, byte[] Body)> ForWav(Guid renderingId, ReadOnlyMemory<byte> soundSha256) =>
        LabelWriter.Chunks(seal.Sign(LabelOf(renderingId), soundSha256.Span, clock.GetUtcNow()));

    /// <summary>The metadata to code a file with. Its signature is a placeholder until <see cref="Complete"/>.</summary>
    /// <param name="format">Any format but WAV.</param>
    public IReadOnlyDictionary<string, string> Draft(AudioFormat format, Guid renderingId) => LabelWriter.Metadata(format, LabelOf(renderingId));

    /// <summary>Signs a coded file in place.</summary>
    /// <exception cref="InvalidDataException">The file does not hold its label exactly once.</exception>
    public void Complete(byte[] file, Guid renderingId) => LabelWriter.Complete(
        file, seal.Placeholder, sound => seal.Sign(LabelOf(renderingId), sound.Span, clock.GetUtcNow()).ReservedCode1);

    /// <summary>Whether a file carries the rendering's label, once, well formed and signed for this very sound, and the IPTC term.</summary>
    public bool Holds(ReadOnlySpan<byte> file, Guid renderingId)
    {
        var found = LabelReader.Read(file);
        return found is { Labels: [var json], SoundSha256: { } sound, DigitalSourceType: LabelledFile.TrainedAlgorithmicMedia }
            && AigcLabel.TryParse(json, out var label, out var fault) && fault is null
            && label!.Label == AigcLabel.IsGenerated && label.ProduceID == renderingId.ToString("N")
            && seal.Check(label, sound.Span, out _) == SealVerdict.Genuine;
    }

    // At its making, a provider that also hands it out stands in the propagator's fields too.
    private AigcLabel LabelOf(Guid renderingId) => new(
        AigcLabel.IsGenerated, options.Value.Provider, renderingId.ToString("N"), seal.Placeholder, options.Value.Provider, renderingId.ToString("N"), "");
}

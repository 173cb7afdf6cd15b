using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoiceWeb.Synthesis;

/// <summary>
/// The label that says in a file's metadata that it is AI-generated: seven string fields as JSON, in the order of annex E of
/// GB 45438-2025. Printable ASCII only.
/// </summary>
public static class AiLabel
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The label of one rendering.</summary>
    /// <param name="provider">Who generated it; see <see cref="SynthesisOptions.Provider"/>.</param>
    /// <param name="renderingId">Its number in the provider's books.</param>
    public static string For(string provider, Guid renderingId) => JsonSerializer.Serialize(
        new Fields("1", provider, renderingId.ToString("N"), "", provider, renderingId.ToString("N"), ""), Plain);

    // "1" means "is AI-generated"; at its making, a provider that also hands it out stands in the propagator's fields too.
    private sealed record Fields(
        string Label,
        string ContentProducer,
        string ProduceID,
        string ReservedCode1,
        string ContentPropagator,
        string PropagateID,
        string ReservedCode2);
}

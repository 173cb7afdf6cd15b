using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoiceWeb.Engine.Labels;

/// <summary>
/// The label that says in a file's metadata that it is AI-generated: seven string fields as JSON, in the order of annex E of
/// GB 45438-2025. Values are printable ASCII without space, quotation mark and backslash, and may be empty but for the first three.
/// </summary>
/// <param name="Label">1: is generated; 2: may be; 3: is suspected to be.</param>
/// <param name="ContentProducer">Name or code of who generated it.</param>
/// <param name="ProduceID">The producer's own number for the content.</param>
/// <param name="ReservedCode1">The producer's security field: our signature, see <see cref="LabelSeal"/>.</param>
/// <param name="ContentPropagator">Name or code of who spreads it.</param>
/// <param name="PropagateID">The propagator's own number for the content.</param>
/// <param name="ReservedCode2">The propagator's security field.</param>
public sealed record AigcLabel(
    string Label,
    string ContentProducer,
    string ProduceID,
    string ReservedCode1,
    string ContentPropagator,
    string PropagateID,
    string ReservedCode2)
{
    /// <summary>Name of the field, chunk or key that holds the label.</summary>
    public const string Key = "AIGC";

    /// <summary>The value of <see cref="Label"/> for what is generated.</summary>
    public const string IsGenerated = "1";

    private const int LongestLabel = 8_192;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Names =
        [nameof(Label), nameof(ContentProducer), nameof(ProduceID), nameof(ReservedCode1), nameof(ContentPropagator), nameof(PropagateID), nameof(ReservedCode2)];

    /// <summary>The JSON as it stands in a file.</summary>
    /// <exception cref="InvalidOperationException">A value has a character that the standard does not allow, or a needed one is empty.</exception>
    public string ToJson() => Fault() is { } fault
        ? throw new InvalidOperationException($"The label cannot be written: {fault}.")
        : JsonSerializer.Serialize(this, Plain);

    /// <summary>Reads a label as it stands in a file.</summary>
    /// <param name="json">The text found.</param>
    /// <param name="label">The label; null when the text is none.</param>
    /// <param name="fault">What does not fit the standard; null when all does. A label may be readable and still have one.</param>
    public static bool TryParse(string json, out AigcLabel? label, out LabelFault? fault)
    {
        ArgumentNullException.ThrowIfNull(json);
        (label, fault) = (null, LabelFault.NotJson);
        if (json.Length > LongestLabel)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var fields = document.RootElement.EnumerateObject().ToList();
            var values = Names.Select(name => fields.Find(field => field.NameEquals(name)).Value is { ValueKind: JsonValueKind.String } text
                ? text.GetString()! : null).ToArray();
            label = new AigcLabel(
                values[0] ?? "", values[1] ?? "", values[2] ?? "", values[3] ?? "", values[4] ?? "", values[5] ?? "", values[6] ?? "");
            fault = values[..3].Any(value => value is null) ? LabelFault.FieldMissing
                : !fields.Select(field => field.Name).SequenceEqual(Names.Where((_, i) => values[i] is not null)) ? LabelFault.FieldsOutOfOrder
                : label.Fault();
            return true;
        }
        catch (JsonException)
        {
            return false; // as the answer says
        }
    }

    private LabelFault? Fault() =>
        Label is not ("1" or "2" or "3") ? LabelFault.UnknownValue
        : ContentProducer.Length == 0 || ProduceID.Length == 0 ? LabelFault.FieldMissing
        : new[] { ContentProducer, ProduceID, ReservedCode1, ContentPropagator, PropagateID, ReservedCode2 }.All(IsAllowed) ? null
        : LabelFault.ForbiddenCharacter;

    private static bool IsAllowed(string value) => value.All(letter => letter is '!' or (>= '#' and <= '[') or (>= ']' and <= '~'));
}

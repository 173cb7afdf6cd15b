using System.Text.Json;
using System.Text.Json.Serialization;

namespace VoiceWeb.Engine;

/// <summary>
/// Keeps a statement with its values, which come back as numbers (64-bit floating point), texts and statements. A bare text, as older records have it, is
/// read as a statement without a translation.
/// </summary>
internal sealed class EngineStatementConverter : JsonConverter<EngineStatement>
{
    public override EngineStatement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, EngineStatement value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(value.Code), value.Code);
        writer.WriteString(nameof(value.English), value.English);
        writer.WritePropertyName(nameof(value.Arguments));
        JsonSerializer.Serialize(writer, value.Arguments, options);
        writer.WriteEndObject();
    }

    private static EngineStatement Read(JsonElement kept) => kept.ValueKind == JsonValueKind.String
        ? new EngineStatement("", kept.GetString()!)
        : new EngineStatement(
            kept.GetProperty(nameof(EngineStatement.Code)).GetString()!,
            kept.GetProperty(nameof(EngineStatement.English)).GetString()!,
            [.. kept.GetProperty(nameof(EngineStatement.Arguments)).EnumerateArray().Select(ReadArgument)]);

    private static object ReadArgument(JsonElement argument) => argument.ValueKind switch
    {
        JsonValueKind.Number => argument.GetDouble(),
        JsonValueKind.Object => Read(argument),
        _ => argument.GetString() ?? "",
    };
}

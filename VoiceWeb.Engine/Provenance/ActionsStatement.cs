using System.Formats.Cbor;

namespace VoiceWeb.Engine.Provenance;

/// <summary>The assertion <c>c2pa.actions</c>: what was done to make the content.</summary>
internal static class ActionsStatement
{
    /// <summary>Whether it says that a trained algorithm created the content.</summary>
    /// <exception cref="CborContentException">It is no CBOR.</exception>
    /// <exception cref="InvalidOperationException">It is laid out otherwise.</exception>
    public static bool SaysGenerated(ReadOnlyMemory<byte> cbor)
    {
        var generated = false;
        var reader = new CborReader(cbor);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            if (reader.ReadTextString() != "actions")
            {
                reader.SkipValue();
                continue;
            }

            reader.ReadStartArray();
            while (reader.PeekState() != CborReaderState.EndArray)
            {
                generated |= IsCreationByAlgorithm(reader);
            }

            reader.ReadEndArray();
        }

        return generated;
    }

    private static bool IsCreationByAlgorithm(CborReader reader)
    {
        string? action = null, source = null;
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            switch (reader.ReadTextString())
            {
                case "action":
                    action = reader.ReadTextString();
                    break;
                case "digitalSourceType":
                    source = reader.ReadTextString();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        reader.ReadEndMap();
        return action == "c2pa.created" && source?.EndsWith("/trainedAlgorithmicMedia", StringComparison.Ordinal) == true;
    }
}

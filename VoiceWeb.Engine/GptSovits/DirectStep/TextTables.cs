namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>What rows of text need and codes do not.</summary>
/// <param name="Positions">(positions, width).</param>
/// <param name="Phones">(phones, width).</param>
/// <param name="Projection">Language features to the network's width.</param>
internal sealed unsafe record TextTables(nint Positions, nint Phones, StepMatrix Projection)
{
    /// <summary>Takes the tables at the cursor.</summary>
    /// <exception cref="InvalidDataException">There are none.</exception>
    public static TextTables Take(StepCursor cursor, GptConfig config) => new(
        (nint)cursor.Skip((long)GptConfig.Positions * config.Width * sizeof(float)), (nint)cursor.Skip((long)config.Phones * config.Width * sizeof(float)),
        StepMatrix.Take(cursor, config.Width, GptConfig.BertWidth));
}

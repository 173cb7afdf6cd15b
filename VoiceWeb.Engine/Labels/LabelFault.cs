namespace VoiceWeb.Engine.Labels;

/// <summary>How a label in a file can fail the standard.</summary>
public enum LabelFault
{
    /// <summary>The text is no JSON object.</summary>
    NotJson,

    /// <summary>Label, producer or number is missing or empty.</summary>
    FieldMissing,

    /// <summary>The fields do not stand in the standard's order, or there are others.</summary>
    FieldsOutOfOrder,

    /// <summary>Label is none of 1, 2, 3.</summary>
    UnknownValue,

    /// <summary>A value has a space, a quotation mark, a backslash or something that is not printable ASCII.</summary>
    ForbiddenCharacter,

    /// <summary>The file has more than one label; the standard wants exactly one.</summary>
    MoreThanOne,
}

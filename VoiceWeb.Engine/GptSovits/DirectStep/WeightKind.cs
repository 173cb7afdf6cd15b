namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>How the matrices of a step stand in its file.</summary>
internal enum WeightKind : byte
{
    /// <summary>32 bits.</summary>
    Single = 1,

    /// <summary>16 bits, for weights that were published so: nothing is lost, and half as much is read.</summary>
    Half = 2,

    /// <summary>8 bits with a scale for each block of inputs.</summary>
    Rounded = 3,
}

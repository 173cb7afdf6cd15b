using System.ComponentModel.DataAnnotations;

namespace VoiceWeb.Engine.Inference;

/// <summary>How networks are run. Section <c>Engine</c> in appsettings.</summary>
public sealed class InferenceOptions
{
    /// <summary>
    /// ONNX Runtime's native library, or the folder that holds it: for instance a CUDA build. Empty takes the library that ships with the
    /// program. Its version must be at least that of the program's binding.
    /// </summary>
    public string? OnnxRuntimePath { get; init; }

    /// <summary>Where networks are asked to run. Default: the fastest provider that works.</summary>
    public Device Device { get; init; } = Device.Auto;

    /// <summary>
    /// Folder of a G2PW model that reads Chinese polyphones. Empty takes <c>polyphones</c> in the data directory, if it is there.
    /// </summary>
    public string? PolyphoneModelPath { get; init; }

    /// <summary>Threads of one network on the processor; 0 takes one per core. 0 to 256.</summary>
    [Range(0, 256)]
    public int Threads { get; init; }
}

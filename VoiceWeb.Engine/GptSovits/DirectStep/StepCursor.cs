using VoiceWeb.Engine.GptSovits.Kernels;

namespace VoiceWeb.Engine.GptSovits.DirectStep;

/// <summary>Walks through the step's weights in memory.</summary>
internal sealed unsafe class StepCursor(AlignedMemory memory)
{
    private long _at;

    /// <summary>Whether everything has been walked past.</summary>
    public bool AtEnd => _at == memory.Bytes;

    /// <summary>A number of 32 bits.</summary>
    /// <exception cref="InvalidDataException">The memory ends here.</exception>
    public uint Number() => *(uint*)Skip(sizeof(uint));

    /// <summary>A table that stands here.</summary>
    /// <exception cref="InvalidDataException">The memory ends before the table does.</exception>
    public byte* Skip(long bytes)
    {
        if (bytes > memory.Bytes - _at)
        {
            throw new InvalidDataException("The step's weights end too early.");
        }

        var here = memory.Start + _at;
        _at += bytes;
        return here;
    }
}

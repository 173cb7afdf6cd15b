using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>Walks through a <see cref="VocoderFile"/>.</summary>
internal sealed class VocoderReader(Stream file)
{
    private const int Largest = 1 << 16; // channels, taps, rates: more is damage

    /// <summary>Whether everything has been walked past.</summary>
    public bool AtEnd => file.Position == file.Length;

    /// <summary>A size: 1 to 65536.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public int Size()
    {
        var value = Number();
        return value is > 0 and <= Largest ? value : throw new InvalidDataException("The vocoder's weights are damaged.");
    }

    /// <summary>Any number.</summary>
    public int Number()
    {
        Span<int> value = stackalloc int[1];
        file.ReadExactly(MemoryMarshal.AsBytes(value));
        return value[0];
    }

    /// <summary>Whether each layer says how its weights stand.</summary>
    public bool HasKinds { get; set; }

    /// <summary>A layer's weights.</summary>
    /// <param name="inputsFirst">How they stand where they are exact.</param>
    /// <exception cref="InvalidDataException">The file has not so many.</exception>
    public LayerWeights Layer(int outputs, int inputs, int kernel, bool inputsFirst = false)
    {
        var count = (long)outputs * inputs * kernel;
        if (!HasKinds || Number() == VocoderFile.Exact)
        {
            return new LayerWeights(Floats(count), outputs, inputs, kernel, inputsFirst);
        }

        var scales = Floats((long)outputs * LayerWeights.Groups(inputs));
        return new LayerWeights(Take<sbyte>(count), scales, outputs, inputs, kernel);
    }

    /// <summary>So many numbers.</summary>
    /// <exception cref="InvalidDataException">The file has not so many.</exception>
    public float[] Floats(long count) => Take<float>(count);

    private T[] Take<T>(long count)
        where T : unmanaged
    {
        if (count * Unsafe.SizeOf<T>() > file.Length - file.Position)
        {
            throw new InvalidDataException("The vocoder's weights end too early.");
        }

        var values = new T[count];
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

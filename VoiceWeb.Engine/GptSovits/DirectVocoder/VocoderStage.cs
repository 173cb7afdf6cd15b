namespace VoiceWeb.Engine.GptSovits.DirectVocoder;

/// <summary>One stage of the vocoder: an upsampling, and residual blocks whose results are summed.</summary>
internal sealed class VocoderStage : IDisposable
{
    /// <summary>Takes the stage that stands next in the file.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public VocoderStage(VocoderReader reader, int blocks, int units)
    {
        var rate = reader.Size();
        Need = reader.Size();
        var (channels, inputs, kernel) = (reader.Size(), reader.Size(), reader.Size());
        Upsampling = new Upsampling(reader.Floats(channels), reader.Layer(channels, inputs, kernel, inputsFirst: true), rate);
        Blocks = [.. Enumerable.Range(0, blocks).Select(_ => (Unit[])[.. Enumerable.Range(0, units).Select(_ => Take(reader, channels))])];
    }

    /// <summary>Samples to each side, at this stage's rate, that the residual blocks need for what is kept of them.</summary>
    public int Need { get; }

    public Upsampling Upsampling { get; }

    /// <summary>By block and place in it.</summary>
    public Unit[][] Blocks { get; }

    public void Dispose()
    {
        Upsampling.Dispose();
        foreach (var unit in Blocks.SelectMany(block => block))
        {
            unit.First.Dispose();
            unit.Second.Dispose();
        }
    }

    private static Unit Take(VocoderReader reader, int channels)
    {
        var dilation = reader.Size();
        return new Unit(Convolution(dilation), Convolution(1));

        TiledConvolution Convolution(int step)
        {
            var (outputs, inputs, kernel) = (reader.Size(), reader.Size(), reader.Size());
            return outputs == channels && inputs == channels && kernel % 2 == 1
                ? new TiledConvolution(reader.Floats(channels), reader.Layer(channels, channels, kernel), step)
                : throw new InvalidDataException("The vocoder's weights are damaged.");
        }
    }

    /// <summary>x + second(LeakyReLU(first(LeakyReLU(x)))).</summary>
    internal sealed record Unit(TiledConvolution First, TiledConvolution Second);
}

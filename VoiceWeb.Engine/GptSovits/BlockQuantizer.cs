namespace VoiceWeb.Engine.GptSovits;

/// <summary>
/// Weights as 8-bit numbers around 128 with one scale per block of inputs, rounded to nearest: the layout of ONNX Runtime's MatMulNBits.
/// </summary>
/// <param name="Bytes">(outputs, inputs / block, block).</param>
/// <param name="Scales">(outputs, inputs / block).</param>
internal sealed record BlockQuantizer(byte[] Bytes, float[] Scales)
{
    /// <summary>Largest block up to 128 that divides the inputs; 0 when none of at least 32 does.</summary>
    public static int BlockFor(long inputs) => inputs % 128 == 0 ? 128 : inputs % 64 == 0 ? 64 : inputs % 32 == 0 ? 32 : 0;

    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="outputs">Rows.</param>
    /// <param name="inputs">Columns; a multiple of the block.</param>
    /// <param name="block">Inputs that share a scale.</param>
    public static BlockQuantizer Quantize(ReadOnlySpan<float> weight, long outputs, long inputs, int block)
    {
        var bytes = new byte[weight.Length];
        var scales = new float[outputs * (inputs / block)];
        for (var group = 0; group < scales.Length; group++)
        {
            var values = weight.Slice(group * block, block);
            var peak = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(values);
            var scale = Math.Abs(peak) / 127;
            scales[group] = scale;
            for (var i = 0; i < block; i++)
            {
                bytes[group * block + i] = (byte)(128 + (scale == 0 ? 0 : (int)MathF.Round(values[i] / scale)));
            }
        }

        return new BlockQuantizer(bytes, scales);
    }
}

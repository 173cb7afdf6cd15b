namespace VoiceWeb.Engine.Watermark;

/// <summary>256 code bits. Bit i is bit i % 64 of word i / 64.</summary>
internal readonly record struct CodeWord(ulong A, ulong B, ulong C, ulong D)
{
    public bool this[int index]
    {
        get
        {
            var word = (index >> 6) switch { 0 => A, 1 => B, 2 => C, _ => D };
            return ((word >> (index & 63)) & 1) != 0;
        }
    }

    public static CodeWord operator ^(CodeWord x, CodeWord y) => new(x.A ^ y.A, x.B ^ y.B, x.C ^ y.C, x.D ^ y.D);

    /// <summary>Sum of the soft bits, each with the sign of its code bit (0 is +, 1 is -).</summary>
    /// <param name="soft">Evidence per code bit, positive for 0. Length 256.</param>
    public double Correlate(ReadOnlySpan<float> soft)
    {
        var sum = 0.0;
        for (var i = 0; i < MarkGrid.CodeBits; i++)
        {
            sum += this[i] ? -soft[i] : soft[i];
        }

        return sum;
    }
}

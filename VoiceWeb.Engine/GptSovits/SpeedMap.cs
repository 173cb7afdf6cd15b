namespace VoiceWeb.Engine.GptSovits;

/// <summary>Where each frame of faster or slower speech lies among the encoded frames, for linear interpolation between two of them.</summary>
/// <param name="Before">Index of the earlier encoded frame.</param>
/// <param name="After">Index of the later one.</param>
/// <param name="Share">Share of the later one, 0 to 1.</param>
internal sealed record SpeedMap(long[] Before, long[] After, float[] Share)
{
    /// <summary>Frames of the result.</summary>
    public int Frames => Before.Length;

    /// <summary>The original's rule: the same frames at speed 1, else floor(frames / speed) + 1 with half-pixel places.</summary>
    /// <param name="encoded">Encoded frames. Positive.</param>
    /// <param name="speed">Above 1 is faster. Positive.</param>
    public static SpeedMap Make(int encoded, double speed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(encoded);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        var frames = speed == 1 ? encoded : (int)(encoded / speed) + 1;
        var map = new SpeedMap(new long[frames], new long[frames], new float[frames]);
        var step = (double)encoded / frames;
        for (var frame = 0; frame < frames; frame++)
        {
            var place = Math.Max(0, (frame + 0.5) * step - 0.5);
            var before = Math.Min((int)place, encoded - 1);
            map.Before[frame] = before;
            map.After[frame] = Math.Min(before + 1, encoded - 1);
            map.Share[frame] = (float)(place - before);
        }

        return map;
    }
}

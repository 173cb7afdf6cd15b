namespace VoiceWeb.Engine.Builtin;

/// <summary>Order statistics with linear interpolation between neighbours.</summary>
internal static class Percentiles
{
    /// <param name="values">Any order. Not changed.</param>
    /// <param name="share">0 is the least value, 1 the greatest.</param>
    /// <returns>The value below which that share lies; 0 for no values.</returns>
    public static double Of(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values];
        if (sorted.Length == 0)
        {
            return 0;
        }

        Array.Sort(sorted);
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>Middle value; 0 for no values.</summary>
    public static double Median(IEnumerable<double> values) => Of(values, 0.5);
}

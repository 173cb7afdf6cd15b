namespace VoiceWeb.Engine.Builtin;

/// <summary>Mean and covariance of rows.</summary>
/// <param name="Count">How many rows there were.</param>
/// <param name="Mean">One a column.</param>
/// <param name="Covariance">Shape (columns, columns), row-major.</param>
internal sealed record Moments(int Count, double[] Mean, double[] Covariance)
{
    public static Moments Of(FrameMatrix rows)
    {
        var width = rows.Columns;
        var mean = new double[width];
        var covariance = new double[width * width];
        for (var i = 0; i < rows.Rows; i++)
        {
            for (var d = 0; d < width; d++)
            {
                mean[d] += rows[i][d] / rows.Rows;
            }
        }

        var centred = new double[width];
        for (var i = 0; i < rows.Rows; i++)
        {
            for (var d = 0; d < width; d++)
            {
                centred[d] = rows[i][d] - mean[d];
            }

            for (var d = 0; d < width; d++)
            {
                var weight = centred[d] / rows.Rows;
                for (var e = 0; e <= d; e++)
                {
                    covariance[d * width + e] += weight * centred[e];
                }
            }
        }

        for (var d = 0; d < width; d++)
        {
            for (var e = d + 1; e < width; e++)
            {
                covariance[d * width + e] = covariance[e * width + d];
            }
        }

        return new Moments(rows.Rows, mean, covariance);
    }

    /// <summary>Standard deviation of a column.</summary>
    public double Deviation(int column) => Math.Sqrt(Math.Max(Covariance[column * Mean.Length + column], 0));
}

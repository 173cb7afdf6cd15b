namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// In which order changes of tempo and pitch are tried: unchanged; then the ways in which files are changed in practice (played
/// faster or slower, stretched, shifted); then everything else.
/// </summary>
internal static class SearchPlan
{
    private const double TempoStep = 0.01;
    private const double PitchStep = 0.01;
    private const int TempoReach = 15; // steps either way
    private const int PitchReach = 12;

    /// <summary>Stages, cheapest first. Tempo is pattern time per file time, pitch the factor on frequencies.</summary>
    public static IReadOnlyList<IReadOnlyList<(double Tempo, double Pitch)>> Stages { get; } = Build();

    private static List<IReadOnlyList<(double Tempo, double Pitch)>> Build()
    {
        var lines = new List<(double, double)>();
        var rest = new List<(double, double)>();
        for (var t = -TempoReach; t <= TempoReach; t++)
        {
            for (var p = -PitchReach; p <= PitchReach; p++)
            {
                if (t == 0 && p == 0)
                {
                    continue;
                }

                var place = (1 + (t * TempoStep), 1 + (p * PitchStep));
                (t == p || t == 0 || p == 0 ? lines : rest).Add(place);
            }
        }

        return [[(1.0, 1.0)], lines, rest];
    }
}

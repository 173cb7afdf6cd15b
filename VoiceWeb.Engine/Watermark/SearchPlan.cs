namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// In which order changes of tempo and pitch are tried: unchanged; then the ways in which files are changed in practice (played
/// faster or slower, stretched, shifted); then everything else, in coarser steps. Around what looks promising, finer steps follow.
/// </summary>
internal static class SearchPlan
{
    /// <summary>Places in the largest stage for which sketches are asked: the lines, not the rest.</summary>
    public const int MostAssisted = 100;

    private const int TempoReach = 15; // per cent
    private const int PitchReach = 12;
    private const int Coarse = 2;

    /// <summary>Stages, cheapest first. Tempo is pattern time per file time, pitch the factor on frequencies.</summary>
    public static IReadOnlyList<IReadOnlyList<(double Tempo, double Pitch)>> Stages { get; } = Build();

    /// <summary>Half a step and a whole one to either side of a course.</summary>
    public static IEnumerable<(double Tempo, double Pitch)> Around((MarkPath Path, double Pitch) course)
    {
        for (var t = -2; t <= 2; t++)
        {
            for (var p = -2; p <= 2; p += 2)
            {
                if (t != 0 || p != 0)
                {
                    yield return (Math.Round(course.Path.Grid.Tempo + (t * 0.005), 4), Math.Round(course.Pitch + (p * 0.005), 4));
                }
            }
        }
    }

    private static List<IReadOnlyList<(double Tempo, double Pitch)>> Build()
    {
        var lines = new List<(double, double)>();
        var rest = new List<(double, double)>();
        for (var t = -TempoReach; t <= TempoReach; t++)
        {
            for (var p = -PitchReach; p <= PitchReach; p++)
            {
                var place = (1 + (t * 0.01), 1 + (p * 0.01));
                if (t == p || t == 0 || p == 0)
                {
                    if (t != 0 || p != 0)
                    {
                        lines.Add(place);
                    }
                }
                else if (t % Coarse == 0 && p % Coarse == 0)
                {
                    rest.Add(place);
                }
            }
        }

        return [[(1.0, 1.0)], lines, rest];
    }
}

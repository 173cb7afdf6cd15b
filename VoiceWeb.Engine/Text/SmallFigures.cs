namespace VoiceWeb.Engine.Text;

/// <summary>Figures that stand below the line, as in H₂O and log₂8.</summary>
internal static class SmallFigures
{
    /// <summary>The same figures on the line.</summary>
    /// <param name="figures">₀ to ₉ only.</param>
    public static string ToDigits(string figures) => string.Concat(figures.Select(figure => (char)('0' + figure - '₀')));
}

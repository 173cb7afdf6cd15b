namespace VoiceWeb.Engine.Builtin;

/// <summary>How much each way of mapping counts; together 1.</summary>
internal sealed record MapShares(float Colouring, float Regression, float Exemplars)
{
    /// <summary>When it is known what was said.</summary>
    public static readonly MapShares WithTranscript = new(0.30f, 0.35f, 0.35f);

    /// <summary>When it is not.</summary>
    public static readonly MapShares WithoutTranscript = new(0.7f, 0.3f, 0);

    /// <summary>When there is nothing but the colouring.</summary>
    public static readonly MapShares ColouringOnly = new(1, 0, 0);
}

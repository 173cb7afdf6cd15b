using VoiceWeb.Engine.Watermark;

namespace VoiceWeb.Engine.Tracks;

/// <summary>Joins the marked parts of one rendering into one marked track.</summary>
public static class TrackAssembler
{
    private const double MaxSilenceSeconds = 60;
    private const double MaxFadeSeconds = 0.05; // more would take the mark off short parts

    /// <summary>Joins the parts as planned. Marked samples are copied as they are, but for the short fades beside silences.</summary>
    /// <exception cref="ArgumentException">The plan is empty, mixes marks or sample rates, or is longer than an array can be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A silence or the fade is outside its range.</exception>
    public static AssembledTrack Assemble(TrackPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Parts.Count == 0)
        {
            throw new ArgumentException("A track needs at least one part.", nameof(plan));
        }

        var rate = plan.Parts[0].Audio.Audio.SampleRate;
        var fade = InRange(plan.FadeSeconds, MaxFadeSeconds, nameof(TrackPlan.FadeSeconds), rate);
        var pieces = plan.Parts
            .Select(part => (part.Audio, InRange(part.SilenceBeforeSeconds, MaxSilenceSeconds, nameof(TrackPart.SilenceBeforeSeconds), rate)))
            .ToArray();
        var after = InRange(plan.SilenceAfterSeconds, MaxSilenceSeconds, nameof(TrackPlan.SilenceAfterSeconds), rate);
        var joined = MarkedJoin.Of(pieces, after, fade);

        var starts = new double[pieces.Length];
        long at = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            at += pieces[i].Item2;
            starts[i] = (double)at / rate;
            at += pieces[i].Audio.Audio.Samples.Length;
        }

        return new AssembledTrack(joined, starts);
    }

    private static int InRange(double seconds, double most, string name, int rate) => seconds >= 0 && seconds <= most
        ? (int)Math.Round(seconds * rate)
        : throw new ArgumentOutOfRangeException(name, seconds, $"Expected 0 to {most} seconds.");
}

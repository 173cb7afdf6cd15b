namespace VoiceWeb.Engine.Builtin;

/// <summary>Tells what learning a voice found, in numbers and curves.</summary>
internal static class FitReports
{
    private const int PitchBins = 36;
    private const double LowestHz = 50;
    private const double HighestHz = 600;
    private const double AlikeDb = 6; // distance at which the likeness has fallen to 1/e; plain base speech lies there

    public static FitReport Make(
        VoiceProfile profile, VoiceMeasure clip, VoiceMeasure voice, bool usedTranscript, double rate, IReadOnlyList<EngineStatement> notes)
    {
        var distance = VoiceMeasure.Distance(clip, voice, profile.Band);
        var voiced = profile.Pitch.MedianLog2 is not null;
        return new FitReport(
            voiced ? Math.Pow(2, clip.MedianLog2) : null,
            voiced ? 12 * clip.RangeOctaves : null,
            profile.WarpFactor,
            rate,
            Math.Exp(-Math.Pow(distance / AlikeDb, 2)),
            usedTranscript,
            notes,
            [
                new FitCurve("clip-spectrum", VoiceMeasure.BandsHz, clip.SpectrumDb),
                new FitCurve("voice-spectrum", VoiceMeasure.BandsHz, voice.SpectrumDb),
                Histogram("clip-pitch", clip.LogPitch),
                Histogram("voice-pitch", voice.LogPitch),
            ]);
    }

    private static FitCurve Histogram(string name, double[] logPitch)
    {
        double low = Math.Log2(LowestHz), width = (Math.Log2(HighestHz) - low) / PitchBins;
        var shares = new double[PitchBins];
        foreach (var octave in logPitch)
        {
            shares[Math.Clamp((int)((octave - low) / width), 0, PitchBins - 1)] += 1.0 / logPitch.Length;
        }

        return new FitCurve(name, [.. Enumerable.Range(0, PitchBins).Select(b => Math.Pow(2, low + (b + 0.5) * width))], shares);
    }
}

using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Speech;

/// <summary>Brings every sentence to one level, so that a long text neither swells nor fades.</summary>
internal static class SentenceLevel
{
    /// <summary>No sample goes over this, so that the mark has room: -0.45 dBFS.</summary>
    private const double PeakLimit = 0.95;

    // Active level: mean power of the 20 ms frames that lie within 35 dB of the loudest tenth.
    private const double FrameSeconds = 0.02, ActiveRangeDb = 35, LoudShare = 0.1;

    /// <summary>The same speech at an active level of <paramref name="levelDbfs"/>, or as near to it as the peak limit allows.</summary>
    public static AudioBuffer Bring(AudioBuffer speech, double levelDbfs)
    {
        var active = ActivePower(speech);
        if (active <= 0)
        {
            return speech;
        }

        var gain = Math.Sqrt(Math.Pow(10, levelDbfs / 10) / active);
        var peak = speech.Samples.Max(Math.Abs);
        gain = Math.Min(gain, PeakLimit / peak);
        return new AudioBuffer([.. speech.Samples.Select(sample => (float)(gain * sample))], speech.SampleRate);
    }

    /// <summary>Mean power of the frames that carry speech; 0 for silence.</summary>
    internal static double ActivePower(AudioBuffer speech)
    {
        var length = Math.Max(1, (int)(FrameSeconds * speech.SampleRate));
        var powers = speech.Samples
            .Chunk(length)
            .Select(frame => frame.Sum(sample => (double)sample * sample) / frame.Length)
            .Order()
            .ToArray();
        if (powers.Length == 0)
        {
            return 0;
        }

        var loud = powers[Math.Max(0, powers.Length - 1 - (int)(LoudShare * powers.Length))];
        var floor = loud * Math.Pow(10, -ActiveRangeDb / 10);
        return powers.Where(power => power > floor).DefaultIfEmpty(0).Average();
    }
}

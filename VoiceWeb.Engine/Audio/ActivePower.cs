namespace VoiceWeb.Engine.Audio;

/// <summary>How strong speech is, leaving its pauses out: mean power of the 20 ms frames that lie within 35 dB of the loudest tenth.</summary>
internal static class ActivePower
{
    private const double FrameSeconds = 0.02, RangeDb = 35, LoudShare = 0.1;

    /// <summary>Mean square of the frames that carry speech; 0 for silence.</summary>
    public static double Of(AudioBuffer speech)
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
        var floor = loud * Math.Pow(10, -RangeDb / 10);
        return powers.Where(power => power > floor).DefaultIfEmpty(0).Average();
    }
}

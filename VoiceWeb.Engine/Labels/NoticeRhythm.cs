using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Labels;

/// <summary>
/// The rhythm that stands for "AI" (GB 45438-2025, 5.3 c: short long, short short, which is A and I in Morse code): tones of 800 Hz,
/// 80 ms for a short and 240 ms for a long one, 80 ms between the tones of a letter and 240 ms between the letters. 0.88 s in all.
/// </summary>
internal static class NoticeRhythm
{
    private const double Hertz = 800;
    private const double UnitSeconds = 0.08; // a short tone; ITU-R M.1677: a long one is three, letters lie three apart
    private const double RampSeconds = 0.005; // at either end of a tone, so that it does not click

    // Units of tone and of silence by turns.
    private static readonly int[] Units = [1, 1, 3, 3, 1, 1, 1];

    /// <summary>The rhythm as samples.</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="levelDbfs">Mean level of a tone: a sine at full scale has -3.</param>
    public static AudioBuffer Make(int sampleRate, double levelDbfs)
    {
        var edges = new int[Units.Length + 1];
        for (int i = 0, units = 0; i < Units.Length; i++)
        {
            units += Units[i];
            edges[i + 1] = (int)Math.Round(units * UnitSeconds * sampleRate);
        }

        var samples = new float[edges[^1]];
        var peak = Math.Sqrt(2) * Math.Pow(10, levelDbfs / 20);
        var ramp = RampSeconds * sampleRate;
        for (var tone = 0; tone < Units.Length; tone += 2)
        {
            for (var at = edges[tone]; at < edges[tone + 1]; at++)
            {
                var inside = Math.Min(1, (Math.Min(at - edges[tone], edges[tone + 1] - 1 - at) + 0.5) / ramp);
                var gain = 0.5 - (0.5 * Math.Cos(Math.PI * inside));
                samples[at] = (float)(peak * gain * Math.Sin(2 * Math.PI * Hertz * (at - edges[tone]) / sampleRate));
            }
        }

        return new AudioBuffer(samples, sampleRate);
    }
}

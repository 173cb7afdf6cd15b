using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Speech;

/// <summary>
/// Brings one sentence to a level, so that a long text neither swells nor fades. A sentence that comes whole is measured whole. Of one that comes in
/// pieces the beginning must be let go before the end is known: it is levelled by what is known of the voice, and every further piece by more and more
/// of the sentence itself. Not thread-safe; one for each sentence.
/// </summary>
/// <param name="levelDbfs">Active level that is wanted.</param>
internal sealed class SentenceLevel(double levelDbfs)
{
    /// <summary>No sample goes over this, so that the mark has room: -0.45 dBFS.</summary>
    private const double PeakLimit = 0.95;

    /// <summary>What is known of the voice counts as much as so much of the sentence.</summary>
    private const double TrustSeconds = 1.5;

    /// <summary>Over which the gain of one piece becomes that of the next.</summary>
    private const double RampSeconds = 0.05;

    private readonly double _wanted = Math.Pow(10, levelDbfs / 10);
    private float[] _sofar = [];
    private double? _gain;

    /// <summary>A whole stretch of speech at a level, or as near to it as the peak limit allows.</summary>
    public static AudioBuffer Bring(AudioBuffer speech, double levelDbfs) =>
        new SentenceLevel(levelDbfs).Bring(new SpokenSound(speech, EndsSentence: true, VoicePower: 0));

    /// <summary>The same speech at the level, or as near to it as the peak limit allows.</summary>
    public AudioBuffer Bring(SpokenSound sound)
    {
        var speech = sound.Audio;
        var whole = sound.EndsSentence && _gain is null;
        if (!whole && !(sound.VoicePower > 0))
        {
            throw new InvalidOperationException("A sentence came in pieces from a voice whose level is not known.");
        }

        _sofar = [.. _sofar, .. speech.Samples];
        var power = ActivePower.Of(new AudioBuffer(_sofar, speech.SampleRate));
        if (!whole)
        {
            var seconds = (double)_sofar.Length / speech.SampleRate;
            power = power <= 0 ? sound.VoicePower : (TrustSeconds * sound.VoicePower + seconds * power) / (TrustSeconds + seconds);
        }

        var peak = speech.Samples.Length == 0 ? 0 : speech.Samples.Max(Math.Abs);
        if (power <= 0 || peak <= 0)
        {
            return speech;
        }

        var most = PeakLimit / peak;
        var gain = Math.Min(Math.Sqrt(_wanted / power), most);
        var before = _gain ?? gain;
        _gain = gain;
        return new AudioBuffer(Ramp(speech, before, gain), speech.SampleRate);
    }

    // While the gain falls to what the peak allows, the peak limit holds for every sample by itself.
    private static float[] Ramp(AudioBuffer speech, double from, double to)
    {
        var ramp = RampSeconds * speech.SampleRate;
        return [.. speech.Samples.Select((sample, i) => (float)(sample * (i < ramp ? Math.Min(from + (to - from) * i / ramp, PeakLimit / Math.Abs(sample)) : to)))];
    }
}

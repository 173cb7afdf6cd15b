using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Attacks on levels and by what is added: noise, gain, few bits, other sounds.</summary>
internal static class LevelAttacks
{
    /// <summary>White noise, so many dB under the loud parts.</summary>
    public static AudioBuffer Noise(AudioBuffer audio, double db, AttackContext context)
    {
        var noise = new float[audio.Samples.Length];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (float)context.Gauss();
        }

        return AddUnder(audio, noise, Samples.Rms(noise), db);
    }

    /// <summary>Pink noise, so many dB under the loud parts.</summary>
    public static AudioBuffer PinkNoise(AudioBuffer audio, double db, AttackContext context)
    {
        var white = new float[audio.Samples.Length];
        for (var i = 0; i < white.Length; i++)
        {
            white[i] = (float)context.Gauss();
        }

        var pink = LongFourier.Pink(white);
        return AddUnder(audio, pink, Samples.Rms(pink), db);
    }

    /// <summary>Louder or softer; what passes full scale is clipped.</summary>
    public static AudioBuffer Gain(AudioBuffer audio, double db)
    {
        var factor = (float)Math.Pow(10, db / 20);
        return Samples.Map(audio, x => Math.Clamp(x * factor, -1, 1));
    }

    /// <summary>Rounds to so many bits.</summary>
    public static AudioBuffer Bits(AudioBuffer audio, int bits)
    {
        var steps = MathF.Pow(2, bits - 1);
        return Samples.Map(audio, x => MathF.Round(x * steps) / steps);
    }

    /// <summary>Another voice, so many dB under this one.</summary>
    public static AudioBuffer Speech(AudioBuffer audio, double db, AttackContext context) =>
        AddUnder(audio, context.OtherSpeech(audio.SampleRate, audio.Samples.Length), 1, db);

    /// <summary>Music, so many dB under the speech.</summary>
    public static AudioBuffer Music(AudioBuffer audio, double db, AttackContext context)
    {
        var music = MusicBed.Play(audio.SampleRate, audio.Samples.Length, context.Chance);
        return AddUnder(audio, music, Samples.ActiveRms(music, audio.SampleRate), db);
    }

    /// <summary>A telephone: 300 to 3400 Hz, 8 kHz, 8 bits after the mu law.</summary>
    public static AudioBuffer Telephone(AudioBuffer audio)
    {
        const float Mu = 255;
        var narrow = Resampler.Convert(ButterworthFilter.Band(audio, 300, 3400, 4), 8_000);
        return Samples.Map(narrow, x =>
        {
            var y = Math.Clamp(x, -1, 1);
            var coded = MathF.Sign(y) * MathF.Log(1 + (Mu * Math.Abs(y))) / MathF.Log(1 + Mu);
            coded = (MathF.Round((coded + 1) * 127.5f) / 127.5f) - 1;
            return MathF.Sign(coded) * (MathF.Exp(Math.Abs(coded) * MathF.Log(1 + Mu)) - 1) / Mu;
        });
    }

    private static AudioBuffer AddUnder(AudioBuffer audio, float[] other, double otherLevel, double db) =>
        Samples.Mix(audio, other, Samples.ActiveRms(audio.Samples, audio.SampleRate) * Math.Pow(10, -db / 20) / otherLevel);
}

using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Attacks on time: cutting, shuffling, adding before and after, playing faster, rooms.</summary>
internal static class TimeAttacks
{
    /// <summary>So many seconds from somewhere in the middle.</summary>
    public static AudioBuffer Crop(AudioBuffer audio, double seconds, AttackContext context)
    {
        var length = (int)(seconds * audio.SampleRate);
        var spare = audio.Samples.Length - length;
        if (spare <= 0)
        {
            return audio;
        }

        var start = (int)((0.15 + (0.7 * context.Chance.NextDouble())) * spare);
        return new AudioBuffer(audio.Samples.AsSpan(start, length).ToArray(), audio.SampleRate);
    }

    /// <summary>Takes a part of the file out, in five pieces spread over it.</summary>
    public static AudioBuffer CutOut(AudioBuffer audio, double part, AttackContext context)
    {
        const int Pieces = 5;
        var stretch = audio.Samples.Length / (double)Pieces;
        var gone = (int)(stretch * part);
        var kept = new List<float>();
        var from = 0;
        for (var piece = 0; piece < Pieces; piece++)
        {
            var start = (int)((piece + 0.15 + (0.6 * context.Chance.NextDouble())) * stretch);
            kept.AddRange(audio.Samples.AsSpan(from, start - from));
            from = start + gone;
        }

        kept.AddRange(audio.Samples.AsSpan(from));
        return new AudioBuffer([.. kept], audio.SampleRate);
    }

    /// <summary>Blocks in another order.</summary>
    public static AudioBuffer Shuffle(AudioBuffer audio, double seconds, AttackContext context)
    {
        var blocks = audio.Samples.Chunk((int)(seconds * audio.SampleRate)).ToArray();
        context.Chance.Shuffle(blocks);
        return new AudioBuffer([.. blocks.SelectMany(block => block)], audio.SampleRate);
    }

    /// <summary>Silence before the file.</summary>
    public static AudioBuffer PrependSilence(AudioBuffer audio, double seconds, AttackContext context) =>
        new([.. new float[Length(audio, seconds, context)], .. audio.Samples], audio.SampleRate);

    /// <summary>Another voice before the file, and after it too if wanted.</summary>
    public static AudioBuffer PrependSpeech(AudioBuffer audio, double seconds, bool after, AttackContext context)
    {
        var length = Length(audio, seconds, context);
        var level = Samples.ActiveRms(audio.Samples, audio.SampleRate);
        var before = context.OtherSpeech(audio.SampleRate, length);
        var behind = after ? context.OtherSpeech(audio.SampleRate, length) : [];
        Samples.Scale(before, level);
        Samples.Scale(behind, level);
        return new AudioBuffer([.. before, .. audio.Samples, .. behind], audio.SampleRate);
    }

    /// <summary>Plays faster by a factor: pitch and time move together. Windowed sinc between the samples.</summary>
    public static AudioBuffer Speed(AudioBuffer audio, double factor)
    {
        const int Crossings = 24;
        var cutoff = Math.Min(1, 1 / factor);
        var reach = (int)Math.Ceiling(Crossings / cutoff);
        var output = new float[(int)(audio.Samples.Length / factor)];
        for (var i = 0; i < output.Length; i++)
        {
            var at = i * factor;
            var centre = (int)at;
            var sum = 0.0;
            for (var j = Math.Max(0, centre - reach + 1); j <= Math.Min(audio.Samples.Length - 1, centre + reach); j++)
            {
                var distance = j - at;
                var x = Math.PI * cutoff * distance;
                var edge = distance / (reach + 1);
                sum += audio.Samples[j] * (Math.Abs(x) < 1e-9 ? 1 : Math.Sin(x) / x) * (0.5 + (0.5 * Math.Cos(Math.PI * edge)));
            }

            output[i] = (float)(cutoff * sum);
        }

        return new AudioBuffer(output, audio.SampleRate);
    }

    /// <summary>Drops or doubles single samples.</summary>
    public static AudioBuffer Jitter(AudioBuffer audio, double perSecond, AttackContext context)
    {
        var probability = perSecond / audio.SampleRate;
        var output = new List<float>(audio.Samples.Length);
        foreach (var x in audio.Samples)
        {
            var hit = context.Chance.NextDouble() < probability;
            if (!hit || context.Chance.Next(2) == 0)
            {
                output.Add(x);
                if (hit)
                {
                    output.Add(x);
                }
            }
        }

        return new AudioBuffer([.. output], audio.SampleRate);
    }

    /// <summary>One echo.</summary>
    public static AudioBuffer Echo(AudioBuffer audio, double seconds, float gain)
    {
        var delay = (int)(seconds * audio.SampleRate);
        var output = (float[])audio.Samples.Clone();
        for (var i = delay; i < output.Length; i++)
        {
            output[i] += gain * audio.Samples[i - delay];
        }

        return new AudioBuffer(output, audio.SampleRate);
    }

    /// <summary>A room: eight early reflections and a tail of noise that dies away.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="decaySeconds">Until the tail is 60 dB down.</param>
    /// <param name="directDb">Direct sound over the tail.</param>
    /// <param name="context">Chance.</param>
    public static AudioBuffer Room(AudioBuffer audio, double decaySeconds, double directDb, AttackContext context)
    {
        const double Before = 0.004; // seconds until the tail begins
        var rate = audio.SampleRate;
        var response = new float[(int)(decaySeconds * rate)];
        var energy = 0.0;
        for (var i = (int)(Before * rate); i < response.Length; i++)
        {
            response[i] = (float)(context.Gauss() * Math.Exp(-6.91 * i / rate / decaySeconds));
            energy += response[i] * response[i];
        }

        Samples.Scale(response, Math.Pow(10, -directDb / 20) / Math.Sqrt(energy));
        response[0] += 1;
        for (var reflection = 0; reflection < 8; reflection++)
        {
            var delay = 0.003 + (0.027 * context.Chance.NextDouble());
            response[(int)(delay * rate)] += (float)((context.Chance.Next(2) == 0 ? 0.35 : -0.35) * Math.Exp(-delay / 0.02));
        }

        var output = LongFourier.Convolve(audio.Samples, response);
        Samples.Scale(output, Samples.Rms(audio.Samples) / Samples.Rms(output));
        return new AudioBuffer(output, rate);
    }

    private static int Length(AudioBuffer audio, double seconds, AttackContext context) =>
        (int)(seconds * (0.9 + (0.2 * context.Chance.NextDouble())) * audio.SampleRate);
}

using System.Globalization;
using VoiceWeb.Engine.Audio;

namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Makes short files without a mark of the bench's key: speech, noise, music, silence, marks of other keys and of other kinds.</summary>
internal sealed class UnmarkedFiles(IReadOnlyList<AudioBuffer> clips)
{
    private const int Rate = 16_000;

    /// <summary>Kinds of files, in turn.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        ["speech", "other key", "noise", "music", "silence and tones", "speech and music", "other marks", "short", "two voices"];

    /// <summary>One file; the same for the same number.</summary>
    public AudioBuffer Make(int number)
    {
        var chance = new Random(1_000_003 + number);
        var seconds = 2 + (3 * chance.NextDouble());
        return (number % Kinds.Count) switch
        {
            0 => Speech(seconds, chance),
            1 => OtherKey(Speech(seconds, chance), number),
            2 => Noise(seconds, chance),
            3 => new AudioBuffer(MusicBed.Play(Rate, (int)(seconds * Rate), chance), Rate),
            4 => Tones(seconds, chance),
            5 => Mix(Speech(seconds, chance), MusicBed.Play(Rate, (int)(6 * Rate), chance), chance),
            6 => OtherMark(Speech(seconds, chance), chance),
            7 => Speech(0.6 + chance.NextDouble(), chance),
            _ => Mix(Speech(seconds, chance), Speech(6, chance).Samples, chance),
        };
    }

    private static AudioBuffer OtherKey(AudioBuffer speech, int number)
    {
        var key = WatermarkKey.Parse(string.Create(CultureInfo.InvariantCulture, $"vw1:{number:x8}:{number:x64}"));
        return new Watermarker(key).Mark(speech, new WatermarkId((ulong)number * 7919)).Audio;
    }

    private static AudioBuffer Noise(double seconds, Random chance)
    {
        var noise = new float[(int)(seconds * Rate)];
        var loud = 1f;
        for (var i = 0; i < noise.Length; i++)
        {
            loud = i % 800 == 0 ? (float)chance.NextDouble() : loud; // comes and goes every 50 ms in one of three
            noise[i] = 0.1f * (float)(chance.NextDouble() + chance.NextDouble() - 1) * (noise.Length % 3 == 0 ? loud : 1);
        }

        var audio = new AudioBuffer(chance.Next(2) == 0 ? noise : LongFourier.Pink(noise), Rate);
        return chance.Next(2) == 0 ? audio : ButterworthFilter.Band(audio, 300 + (500 * chance.NextDouble()), 2000 + (4000 * chance.NextDouble()), 4);
    }

    private static AudioBuffer Tones(double seconds, Random chance)
    {
        var samples = new float[(int)(seconds * Rate)];
        for (var tone = 0; tone < chance.Next(4); tone++)
        {
            var step = 2 * Math.PI * (100 + (6000 * chance.NextDouble())) / Rate;
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] += 0.1f * (float)Math.Sin(i * step);
            }
        }

        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] += 1e-4f * (float)(chance.NextDouble() - 0.5);
        }

        return new AudioBuffer(samples, Rate);
    }

    private static AudioBuffer Mix(AudioBuffer speech, float[] other, Random chance)
    {
        var level = Samples.Rms(speech.Samples) / Samples.Rms(other) * Math.Pow(10, -chance.NextDouble());
        float[] around = [.. Enumerable.Range(0, speech.Samples.Length).Select(i => other[i % other.Length])]; // the other may end first
        return Samples.Mix(speech, around, level);
    }

    // Marks of other kinds: levels raised and lowered on our own grid but by nobody's key; an echo; noise with a sign per sample.
    private static AudioBuffer OtherMark(AudioBuffer speech, Random chance)
    {
        switch (chance.Next(3))
        {
            case 0:
                var host = new HostFrames(speech.Samples, 0, 0, (speech.Samples.Length / MarkGrid.Hop) + 2);
                var gains = new float[host.Count * MarkGrid.Bands];
                var signs = new int[MarkGrid.Cells];
                for (var cell = 0; cell < signs.Length; cell++)
                {
                    signs[cell] = (2 * chance.Next(2)) - 1;
                }

                for (var i = 0; i < gains.Length; i++)
                {
                    gains[i] = 1.7f * signs[((i / MarkGrid.Bands / MarkGrid.RowFrames) % MarkGrid.Rows * MarkGrid.Bands) + (i % MarkGrid.Bands)];
                }

                var delta = new float[speech.Samples.Length];
                host.Render(gains, delta, 0);
                return Samples.Mix(speech, delta, 1);
            case 1:
                return TimeAttacks.Echo(speech, 0.001 + (0.002 * chance.NextDouble()), 0.15f);
            default:
                return Samples.Map(speech, x => x + (0.01f * x * ((2 * chance.Next(2)) - 1)));
        }
    }

    private AudioBuffer Speech(double seconds, Random chance)
    {
        var clip = Resampler.Convert(clips[chance.Next(clips.Count)], Rate);
        var length = Math.Min((int)(seconds * 1.1 * Rate), clip.Samples.Length - 1);
        var part = clip.Samples.AsSpan(chance.Next(clip.Samples.Length - length), length).ToArray();
        var speech = new AudioBuffer(part, Rate);
        var played = chance.Next(2) == 0 ? speech : TimeAttacks.Speed(speech, 0.85 + (0.3 * chance.NextDouble()));
        var gain = (float)Math.Pow(10, -chance.NextDouble());
        return Samples.Map(played, x => x * gain);
    }
}

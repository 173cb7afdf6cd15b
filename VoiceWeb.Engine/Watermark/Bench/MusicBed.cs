namespace VoiceWeb.Engine.Watermark.Bench;

/// <summary>Plucked chords on a beat with a hiss of drums: a stand-in for background music.</summary>
internal static class MusicBed
{
    private const double Beat = 0.5; // seconds
    private const double Ring = 1.5; // seconds
    private const int Harmonics = 8;
    private static readonly int[] Scale = [48, 52, 55, 57, 60, 64, 67, 72]; // MIDI notes

    /// <summary>So many samples of music.</summary>
    public static float[] Play(int rate, int samples, Random chance)
    {
        var music = new float[samples];
        for (var beat = 0; beat * Beat * rate < samples; beat++)
        {
            var start = (int)(beat * Beat * rate);
            var length = Math.Min((int)(Ring * rate), samples - start);
            var notes = (int[])Scale.Clone();
            chance.Shuffle(notes);
            foreach (var note in notes.AsSpan(0, 3))
            {
                Pluck(music.AsSpan(start, length), 440 * Math.Pow(2, (note - 69) / 12.0), rate);
            }

            for (var i = 0; i < Math.Min(length, rate / 4); i++)
            {
                music[start + i] += (float)((chance.NextDouble() + chance.NextDouble() - 1) * 0.9 * Math.Exp(-60.0 * i / rate));
            }
        }

        return music;
    }

    private static void Pluck(Span<float> music, double pitch, int rate)
    {
        for (var harmonic = 1; harmonic <= Harmonics && harmonic * pitch < rate / 2.0; harmonic++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * harmonic * pitch / rate);
            var decay = Math.Exp(-2.5 / rate);
            double x = Math.Pow(harmonic, -1.2) / 6, y = 0;
            for (var i = 0; i < music.Length; i++)
            {
                music[i] += (float)y;
                (x, y) = (decay * ((x * cos) - (y * sin)), decay * ((x * sin) + (y * cos)));
            }
        }
    }
}

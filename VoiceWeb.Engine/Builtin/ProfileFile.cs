using System.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>A profile as bytes: a magic word, a version, then the fields in order. Everything is checked on the way back.</summary>
internal static class ProfileFile
{
    private const int Version = 1;
    private static readonly byte[] Magic = "VWVOICE\n"u8.ToArray();

    public static byte[] Write(VoiceProfile profile)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(profile.WarpFactor);
            writer.Write(profile.Band.LowHz);
            writer.Write(profile.Band.HighHz);
            writer.Write(profile.Pitch.MedianLog2 ?? 0);
            writer.Write(profile.Pitch.RangeOctaves);
            writer.Write(profile.DurationFactor);
            writer.Write(profile.Jitter);
            Write(writer, profile.Equaliser);
            Write(writer, profile.NoiseOffsetDb);
            Write(writer, profile.Spectrum.AperiodicityDb);
            foreach (var voiced in new[] { true, false })
            {
                Write(writer, profile.Spectrum.Colouring.For(voiced).Matrix);
                Write(writer, profile.Spectrum.Colouring.For(voiced).Offset);
            }
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">These bytes are no profile of this version.</exception>
    public static VoiceProfile Read(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray(), writable: false), Encoding.UTF8);
        try
        {
            if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic) || reader.ReadInt32() != Version)
            {
                throw new InvalidDataException("This is no voice of the built-in model, or of another version of it. Learn the voice again.");
            }

            var warp = Number(reader, 0.5, 2);
            var band = new BandLimit(Number(reader, 0, 1_000), Number(reader, 1_000, AnalysisGrid.SampleRate));
            var median = Number(reader, 0, 11);
            var pitch = new PitchMap(median > 0 ? median : null, Number(reader, 0, 5));
            var duration = Number(reader, 0.25, 4);
            var jitter = Number(reader, 0, 0.05);
            const int Order = MelAxis.Order;
            var points = Aperiodicity.PointsHz.Length;
            float[] equaliser = Numbers(reader, MelAxis.Points), offset = Numbers(reader, points), aperiodicity = Numbers(reader, points);
            var colouring = VoicingPair<AffineMap>.Make(_ =>
                new AffineMap(Order, Numbers(reader, Order * Order), Numbers(reader, Order)));
            return new VoiceProfile(
                warp, band, pitch, duration, new SpectralMap(colouring, aperiodicity), equaliser, offset, jitter);
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("This voice is cut short. Learn it again.", cut);
        }
    }

    private static void Write(BinaryWriter writer, float[] values)
    {
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static double Number(BinaryReader reader, double least, double greatest)
    {
        var value = reader.ReadDouble();
        return value >= least && value <= greatest
            ? value
            : throw new InvalidDataException($"A number of this voice is {value}, not {least} to {greatest}. Learn the voice again.");
    }

    private static float[] Numbers(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = reader.ReadSingle();
            if (!float.IsFinite(values[i]))
            {
                throw new InvalidDataException("A number of this voice is not finite. Learn the voice again.");
            }
        }

        return values;
    }
}

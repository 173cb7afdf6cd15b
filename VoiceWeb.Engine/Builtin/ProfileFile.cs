using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;

namespace VoiceWeb.Engine.Builtin;

/// <summary>
/// A profile as bytes: a magic word, a version, then the fields in order, the many frames at half precision. Everything is checked on
/// the way back.
/// </summary>
internal static class ProfileFile
{
    private const int Version = 3;
    private const int OneEqualiser = 2; // that version knew no equaliser of hisses
    private const int MostFrames = 60_000;
    private const int MostPairs = 20_000;
    private const int MostClasses = 32;
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
            Write(writer, profile.HissEqualiser);
            Write(writer, profile.NoiseOffsetDb);
            Write(writer, profile.Spectrum);
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">These bytes are no profile of this version.</exception>
    public static VoiceProfile Read(ReadOnlyMemory<byte> bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes.ToArray(), writable: false), Encoding.UTF8);
        try
        {
            var known = reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic);
            var version = known ? reader.ReadInt32() : 0;
            if (version is not (Version or OneEqualiser))
            {
                throw new InvalidDataException("This is no voice of the built-in model, or of another version of it. Learn the voice again.");
            }

            var warp = Number(reader, 0.5, 2);
            var band = new BandLimit(Number(reader, 0, 1_000), Number(reader, 1_000, AnalysisGrid.SampleRate));
            var median = Number(reader, 0, 11);
            var pitch = new PitchMap(median > 0 ? median : null, Number(reader, 0, 5));
            var duration = Number(reader, 0.25, 4);
            var jitter = Number(reader, 0, 0.05);
            float[] equaliser = Numbers(reader, MelAxis.Points), hiss = version == OneEqualiser ? equaliser : Numbers(reader, MelAxis.Points), offset = Numbers(reader, Aperiodicity.PointsHz.Length);
            var profile = new VoiceProfile(warp, band, pitch, duration, ReadMap(reader), equaliser, hiss, offset, jitter);
            return reader.BaseStream.Position == reader.BaseStream.Length
                ? profile
                : throw new InvalidDataException("This voice is longer than it says. Learn it again.");
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("This voice is cut short. Learn it again.", cut);
        }
    }

    private static void Write(BinaryWriter writer, SpectralMap map)
    {
        Write(writer, map.AperiodicityDb);
        Write(writer, [map.Shares.Colouring, map.Shares.Regression, map.Shares.Exemplars]);
        foreach (var colouring in Both(map.Colouring))
        {
            Write(writer, colouring);
        }

        writer.Write(map.Restoring is not null);
        foreach (var restoring in Both(map.Restoring))
        {
            Write(writer, restoring.Mean);
            Write(writer, restoring.Factor);
        }

        writer.Write(map.Regression is not null);
        foreach (var regression in Both(map.Regression))
        {
            writer.Write(regression.Maps.Count);
            writer.Write(regression.Classes.Columns);
            Write(writer, regression.Classes.Means);
            Write(writer, regression.Classes.Precisions);
            Write(writer, regression.Classes.Constants);
            foreach (var affine in regression.Maps)
            {
                Write(writer, affine);
            }
        }

        writer.Write(map.Exemplars is not null);
        if (map.Exemplars is { } exemplars)
        {
            Write(writer, exemplars.ContextWeights);
            writer.Write(exemplars.Script.Rows);
            WriteHalves(writer, exemplars.Script.Values);
            foreach (var table in Both(exemplars.Tables))
            {
                writer.Write(table.BaseFrames.Length);
                foreach (var frame in table.BaseFrames)
                {
                    writer.Write(frame);
                }

                WriteHalves(writer, table.Targets.Values);
            }
        }
    }

    private static SpectralMap ReadMap(BinaryReader reader)
    {
        var aperiodicity = Numbers(reader, Aperiodicity.PointsHz.Length);
        var shares = Numbers(reader, 3);
        var colouring = VoicingPair<AffineMap>.Make(_ => ReadAffine(reader, MelAxis.Order));
        var restoring = reader.ReadBoolean()
            ? VoicingPair<VarianceRestoring>.Make(_ => new VarianceRestoring(Numbers(reader, MelAxis.Order), Numbers(reader, MelAxis.Order)))
            : null;
        var regression = reader.ReadBoolean() ? VoicingPair<ClassRegression>.Make(_ => ReadRegression(reader)) : null;
        var exemplars = reader.ReadBoolean() ? ReadExemplars(reader) : null;
        return new SpectralMap(
            colouring, aperiodicity, regression, exemplars, restoring, new MapShares(shares[0], shares[1], shares[2]));
    }

    private static ClassRegression ReadRegression(BinaryReader reader)
    {
        var classes = Count(reader, 1, MostClasses);
        var columns = Count(reader, 1, MelAxis.Order);
        var mixture = new GaussianMixture(
            columns, Numbers(reader, classes * columns), Numbers(reader, classes * columns), Numbers(reader, classes));
        return new ClassRegression(mixture, [.. Enumerable.Range(0, classes).Select(_ => ReadAffine(reader, SpectralMap.TargetWidth))]);
    }

    private static Exemplars ReadExemplars(BinaryReader reader)
    {
        var weights = Numbers(reader, ContextShape.Coefficients);
        var frames = Count(reader, 1, MostFrames);
        var script = new FrameMatrix(frames, MelAxis.Order, Halves(reader, frames * MelAxis.Order));
        return new Exemplars(script, weights, VoicingPair<ExemplarTable>.Make(_ =>
        {
            var pairs = Count(reader, 0, MostPairs);
            int[] owners = [.. Enumerable.Range(0, pairs).Select(_ => Count(reader, 0, frames - 1))];
            var targets = new FrameMatrix(pairs, SpectralMap.TargetWidth, Halves(reader, pairs * SpectralMap.TargetWidth));
            return new ExemplarTable(owners, ContextShape.OfBase.Make(script, owners, weights), targets);
        }));
    }

    private static AffineMap ReadAffine(BinaryReader reader, int outputs) =>
        new(MelAxis.Order, Numbers(reader, outputs * MelAxis.Order), Numbers(reader, outputs));

    private static T[] Both<T>(VoicingPair<T>? pair) => pair is null ? [] : [pair.Voiced, pair.Unvoiced];

    private static void Write(BinaryWriter writer, AffineMap map)
    {
        Write(writer, map.Matrix);
        Write(writer, map.Offset);
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static void WriteHalves(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        writer.Write(MemoryMarshal.AsBytes(halves.AsSpan()));
    }

    private static int Count(BinaryReader reader, int least, int most)
    {
        var count = reader.ReadInt32();
        return count >= least && count <= most
            ? count
            : throw new InvalidDataException($"A count of this voice is {count}, not {least} to {most}. Learn the voice again.");
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
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return Finite(values);
    }

    private static float[] Halves(BinaryReader reader, int count)
    {
        var halves = new Half[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(halves.AsSpan()));
        var values = new float[count];
        TensorPrimitives.ConvertToSingle(halves, values);
        return Finite(values);
    }

    private static float[] Finite(float[] values) => Array.TrueForAll(values, float.IsFinite)
        ? values
        : throw new InvalidDataException("A number of this voice is not finite. Learn the voice again.");
}

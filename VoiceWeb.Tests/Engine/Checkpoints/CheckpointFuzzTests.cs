using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Tests.Engine.Checkpoints;

/// <summary>Law: whatever the bytes, opening ends soon, with a checkpoint or a refusal in words, and takes little memory.</summary>
public sealed class CheckpointFuzzTests
{
    /// <summary>What opening may allocate beyond the file: fixed buffers and error messages.</summary>
    private const long AllowedBytes = 8 * 1024 * 1024;

    /// <summary>Mutations per layout; VOICEWEB_FUZZ raises it for a longer run.</summary>
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("VOICEWEB_FUZZ"), out var rounds) ? rounds : 400;

    [Theory]
    [InlineData("zip")]
    [InlineData("legacy")]
    [InlineData("safetensors")]
    public void Damaged_files_are_refused_in_words(string layout)
    {
        var seed = layout switch { "zip" => FuzzSeeds.Zip(), "legacy" => FuzzSeeds.Legacy(), _ => FuzzSeeds.Safetensors() };
        var random = new Random(20261122);
        using var file = new TemporaryFile();
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Mutate(seed, random);
            File.WriteAllBytes(file.Path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var read = CheckpointReader.Open(file.Path);
                foreach (var name in read.Weights.Names)
                {
                    var tensor = read.Weights[name];
                    _ = tensor.Type is ElementType.Int64 or ElementType.UInt8 ? tensor.ToLongs().Length : tensor.ToFloats().Length;
                }
            }
            catch (Exception refusal) when (refusal is CorruptCheckpointException or UnsafeCheckpointException)
            {
                Assert.NotEmpty(refusal.Message);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= AllowedBytes, $"round {round} of {layout} allocated {allocated} bytes for a file of {bytes.Length}");
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = (byte[])seed.Clone();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes[at] = (byte)(random.Next(2) * 255); break;
                case 3: bytes = bytes[..Math.Max(1, at)]; break;
                case 4: bytes.AsSpan(at, Math.Min(8, bytes.Length - at)).Fill(0xFF); break;
                default:
                    var from = random.Next(bytes.Length);
                    var count = Math.Min(random.Next(1, 40), Math.Min(bytes.Length - from, bytes.Length - at));
                    bytes.AsSpan(from, count).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }

        return bytes;
    }
}

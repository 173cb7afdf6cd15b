using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Tests.Engine.Checkpoints;

/// <summary>Small sound files for mutation.</summary>
internal static class FuzzSeeds
{
    public static byte[] Zip()
    {
        var config = new CheckpointMap();
        var model = new CheckpointMap();
        model.Set("hidden_dim", 4);
        model.Set("rates", new long[] { 10, 8 });
        config.Set("model", model);
        using var stream = new MemoryStream();
        CheckpointWriter.Write(
            stream, [new("a", ElementType.Float16, [2, 3], () => [1, 2, 3, 4, 5, 6]), new("b", ElementType.Int64, [2], () => [1, 2])], config, "05", CancellationToken.None);
        return stream.ToArray();
    }

    public static byte[] Legacy() => LegacyCheckpoint.Write([1, 2, 3, 4, 5, 6]);

    public static byte[] Safetensors()
    {
        var header = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"""u8;
        return [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0, 0, 0, 0, 0];
    }
}

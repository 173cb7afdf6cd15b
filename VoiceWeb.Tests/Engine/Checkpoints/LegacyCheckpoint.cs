using System.IO.Compression;
using System.Runtime.InteropServices;
using VoiceWeb.Engine.Checkpoints;

namespace VoiceWeb.Tests.Engine.Checkpoints;

/// <summary>Hand-made checkpoints: the old layout with shared storage and strides, and a zip around any pickle.</summary>
internal static class LegacyCheckpoint
{
    /// <summary>Six floats seen three ways: (2, 3), its transpose, and its second row.</summary>
    public static byte[] Write(float[] values)
    {
        var magic = new PickleWriter();
        magic.Emit(PickleOpcode.Long1, [10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
        var protocol = new PickleWriter();
        protocol.Whole(1001);
        var machine = new PickleWriter();
        machine.BeginMap();
        machine.Text("little_endian");
        machine.Value(true);
        machine.EndMap();
        var weights = new PickleWriter();
        weights.BeginOrderedMap();
        Tensor(weights, "whole", 0, [2, 3], [3, 1]);
        Tensor(weights, "turned", 0, [3, 2], [1, 3]);
        Tensor(weights, "row", 3, [3], [1]);
        weights.EndMap();
        var keys = new PickleWriter();
        keys.Value(new object[] { "94" });
        return [.. magic.Finish(), .. protocol.Finish(), .. machine.Finish(), .. weights.Finish(), .. keys.Finish(),
            .. BitConverter.GetBytes((long)values.Length), .. MemoryMarshal.AsBytes<float>(values)];
    }

    public static void WriteZip(string path, byte[] pickle)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        using var index = zip.CreateEntry("x/data.pkl", CompressionLevel.NoCompression).Open();
        index.Write(pickle);
    }

    private static void Tensor(PickleWriter pickle, string name, int offset, int[] shape, int[] strides)
    {
        pickle.Text(name);
        pickle.Global("torch._utils", "_rebuild_tensor_v2");
        pickle.Emit(PickleOpcode.Mark);
        pickle.Emit(PickleOpcode.Mark);
        pickle.Text("storage");
        pickle.Global("torch", "FloatStorage");
        pickle.Text("94");
        pickle.Text("cuda:0");
        pickle.Whole(6);
        pickle.Emit(PickleOpcode.None); // the old layout's view of a storage
        pickle.Emit(PickleOpcode.Tuple, (byte)PickleOpcode.BinPersId);
        pickle.Whole(offset);
        foreach (var sizes in (int[][])[shape, strides])
        {
            pickle.Emit(PickleOpcode.Mark);
            foreach (var size in sizes)
            {
                pickle.Whole(size);
            }

            pickle.Emit(PickleOpcode.Tuple);
        }

        pickle.Value(false);
        pickle.Emit(PickleOpcode.None);
        pickle.Emit(PickleOpcode.Tuple, (byte)PickleOpcode.Reduce);
    }
}

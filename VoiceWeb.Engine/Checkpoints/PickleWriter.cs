using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>Writes the pickles (protocol 2) that PyTorch checkpoints consist of.</summary>
internal sealed class PickleWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public PickleWriter() => Emit(PickleOpcode.Proto, 2);

    public void BeginMap() => Emit(PickleOpcode.EmptyDict, (byte)PickleOpcode.Mark);

    public void BeginOrderedMap()
    {
        OrderedMap();
        Emit(PickleOpcode.Mark);
    }

    public void EndMap() => Emit(PickleOpcode.SetItems);

    /// <summary>An instruction with its operands, as it stands.</summary>
    public void Emit(PickleOpcode code, params ReadOnlySpan<byte> operands)
    {
        _bytes.Write([(byte)code]);
        _bytes.Write(operands);
    }

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Emit(PickleOpcode.BinUnicode, Int32(bytes.Length));
        _bytes.Write(bytes);
    }

    public void Global(string module, string name) => Emit(PickleOpcode.Global, Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    public void Whole(long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            Emit(PickleOpcode.BinInt, Int32((int)value));
            return;
        }

        var bytes = new byte[9];
        bytes[0] = 8;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), value);
        Emit(PickleOpcode.Long1, bytes);
    }

    public void Value(object? value)
    {
        switch (value)
        {
            case null: Emit(PickleOpcode.None); break;
            case bool truth: Emit(truth ? PickleOpcode.NewTrue : PickleOpcode.NewFalse); break;
            case int whole: Whole(whole); break;
            case long whole: Whole(whole); break;
            case double real:
                var bytes = new byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(bytes, real);
                Emit(PickleOpcode.BinFloat, bytes);
                break;
            case string text: Text(text); break;
            case CheckpointMap map:
                BeginMap();
                foreach (var (name, item) in map)
                {
                    Text(name);
                    Value(item);
                }

                EndMap();
                break;
            case System.Collections.IEnumerable list:
                Emit(PickleOpcode.EmptyList, (byte)PickleOpcode.Mark);
                foreach (var item in list)
                {
                    Value(item);
                }

                Emit(PickleOpcode.Appends);
                break;
            default: throw new ArgumentException($"A {value.GetType().Name} has no form in a checkpoint.", nameof(value));
        }
    }

    public void Tensor(CheckpointTensor tensor, int key)
    {
        Global("torch._utils", "_rebuild_tensor_v2");
        Emit(PickleOpcode.Mark);
        Emit(PickleOpcode.Mark);
        Text("storage");
        Global("torch", tensor.Type switch
        {
            ElementType.Float16 => "HalfStorage",
            ElementType.Float32 => "FloatStorage",
            _ => "LongStorage",
        });
        Text(key.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Text("cpu");
        Whole(tensor.Count);
        Emit(PickleOpcode.Tuple, (byte)PickleOpcode.BinPersId);
        Whole(0);
        Sizes(tensor.Shape);
        var strides = new long[tensor.Shape.Length];
        long stride = 1;
        for (var i = strides.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= tensor.Shape[i];
        }

        Sizes(strides);
        Emit(PickleOpcode.NewFalse);
        OrderedMap();
        Emit(PickleOpcode.Tuple, (byte)PickleOpcode.Reduce);
    }

    /// <summary>Ends the pickle.</summary>
    public byte[] Finish()
    {
        Emit(PickleOpcode.Stop);
        return _bytes.WrittenSpan.ToArray();
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private void OrderedMap()
    {
        Global("collections", "OrderedDict");
        Emit(PickleOpcode.EmptyTuple, (byte)PickleOpcode.Reduce);
    }

    private void Sizes(long[] sizes)
    {
        Emit(PickleOpcode.Mark);
        foreach (var size in sizes)
        {
            Whole(size);
        }

        Emit(PickleOpcode.Tuple);
    }
}

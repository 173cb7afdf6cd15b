using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>
/// Interprets the part of Python's pickle format (protocols 2 to 4, PEP 307 and 3154) that PyTorch writes, as data only: names come
/// from a closed list and nothing is ever called. Time and memory are linear in the pickle's length, at most about a hundred bytes a byte.
/// </summary>
internal sealed class PickleReader
{
    private readonly Func<IReadOnlyList<object?>, object?> _resolveStorage;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _position;

    /// <param name="resolveStorage">Turns a persistent id, such as ('storage', type, key, place, count), into a storage.</param>
    public PickleReader(Func<IReadOnlyList<object?>, object?> resolveStorage) => _resolveStorage = resolveStorage;

    /// <summary>Reads one pickle and says how long it was.</summary>
    /// <exception cref="CorruptCheckpointException">The pickle is cut short or makes no sense.</exception>
    /// <exception cref="UnsafeCheckpointException">It asks for something that is not on the list.</exception>
    public object? Read(ReadOnlySpan<byte> pickle, out int consumed)
    {
        _position = 0;
        while (true)
        {
            var code = (PickleOpcode)Take(pickle, 1)[0];
            if (code == PickleOpcode.Stop)
            {
                consumed = _position;
                return Pop();
            }

            Execute(code, pickle);
        }
    }

    private void Execute(PickleOpcode code, ReadOnlySpan<byte> pickle)
    {
        switch (code)
        {
            case PickleOpcode.Proto: Take(pickle, 1); break;
            case PickleOpcode.Frame: Take(pickle, 8); break;
            case PickleOpcode.Mark: _marks.Add(_stack.Count); break;
            case PickleOpcode.None: _stack.Add(null); break;
            case PickleOpcode.NewTrue: _stack.Add(true); break;
            case PickleOpcode.NewFalse: _stack.Add(false); break;
            case PickleOpcode.BinInt: _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(pickle, 4))); break;
            case PickleOpcode.BinInt1: _stack.Add((long)Take(pickle, 1)[0]); break;
            case PickleOpcode.BinInt2: _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(pickle, 2))); break;
            case PickleOpcode.Long1: _stack.Add(Whole(Take(pickle, Take(pickle, 1)[0]))); break;
            case PickleOpcode.BinFloat: _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(pickle, 8))); break;
            case PickleOpcode.BinUnicode: _stack.Add(Text(pickle, Length(pickle))); break;
            case PickleOpcode.ShortBinUnicode: _stack.Add(Text(pickle, Take(pickle, 1)[0])); break;
            case PickleOpcode.BinString: _stack.Add(Text(pickle, Length(pickle))); break;
            case PickleOpcode.ShortBinString: _stack.Add(Text(pickle, Take(pickle, 1)[0])); break;
            case PickleOpcode.BinBytes: _stack.Add(Take(pickle, Length(pickle)).ToArray()); break;
            case PickleOpcode.ShortBinBytes: _stack.Add(Take(pickle, Take(pickle, 1)[0]).ToArray()); break;
            case PickleOpcode.EmptyTuple: _stack.Add(new PickleTuple([])); break;
            case PickleOpcode.Tuple1: _stack.Add(new PickleTuple([Pop()])); break;
            case PickleOpcode.Tuple2: MakeTuple(2); break;
            case PickleOpcode.Tuple3: MakeTuple(3); break;
            case PickleOpcode.Tuple: _stack.Add(new PickleTuple(PopMark())); break;
            case PickleOpcode.EmptyList: _stack.Add(new List<object?>()); break;
            case PickleOpcode.Append: Append([Pop()]); break;
            case PickleOpcode.Appends: Append(PopMark()); break;
            case PickleOpcode.EmptyDict: _stack.Add(new CheckpointMap()); break;
            case PickleOpcode.SetItem:
                var value = Pop();
                SetItems([Pop(), value]);
                break;
            case PickleOpcode.SetItems: SetItems(PopMark()); break;
            case PickleOpcode.BinPut: _memo[Take(pickle, 1)[0]] = Top(); break;
            case PickleOpcode.LongBinPut: _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(pickle, 4))] = Top(); break;
            case PickleOpcode.Memoize: _memo[_memo.Count] = Top(); break;
            case PickleOpcode.BinGet: _stack.Add(Recall(Take(pickle, 1)[0])); break;
            case PickleOpcode.LongBinGet: _stack.Add(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(pickle, 4)))); break;
            case PickleOpcode.Global: _stack.Add(Name(Line(pickle), Line(pickle))); break;
            case PickleOpcode.StackGlobal:
                var name = Pop<string>("a name");
                _stack.Add(Name(Pop<string>("a name"), name));
                break;
            case PickleOpcode.BinPersId: _stack.Add(_resolveStorage(Pop<PickleTuple>("a tuple").Items)); break;
            case PickleOpcode.Reduce:
            case PickleOpcode.NewObj:
                var arguments = Pop<PickleTuple>("a tuple").Items;
                _stack.Add(Make(Pop<GlobalName>("a name"), arguments));
                break;
            case PickleOpcode.Build: Build(Pop()); break;
            default:
                throw new UnsafeCheckpointException(string.Create(CultureInfo.InvariantCulture,
                    $"The checkpoint uses pickle instruction 0x{(int)code:x2}, which no checkpoint needs. It was refused; nothing of it was carried out."));
        }
    }

    private static GlobalName Name(string module, string name)
    {
        var (meaning, type) = AllowedTypes.Resolve(module, name);
        return new GlobalName(meaning, type);
    }

    private static object? Make(GlobalName name, IReadOnlyList<object?> arguments) => name.Meaning switch
    {
        PickleGlobal.OrderedMap when arguments.Count == 0 => new CheckpointMap(),
        PickleGlobal.OrderedMap => MapOfPairs(arguments[0]),
        PickleGlobal.SettingsMap => arguments is [CheckpointMap map] ? map : new CheckpointMap(),
        PickleGlobal.Tensor => MakeTensor(arguments),
        PickleGlobal.Parameter => arguments is [TensorView tensor, ..] ? tensor : throw Nonsense(),
        PickleGlobal.Size => arguments is [PickleTuple sizes] ? sizes : throw Nonsense(),
        PickleGlobal.Ignored => null,
        _ => throw Nonsense(),
    };

    private static CheckpointMap MapOfPairs(object? pairs)
    {
        var map = new CheckpointMap();
        foreach (var pair in pairs as List<object?> ?? throw Nonsense())
        {
            var items = pair is List<object?> list ? list : (pair as PickleTuple)?.Items ?? throw Nonsense();
            if (items.Count != 2)
            {
                throw Nonsense();
            }

            map.Set(Key(items[0]), items[1]);
        }

        return map;
    }

    private static TensorView MakeTensor(IReadOnlyList<object?> arguments) => arguments is
        [TensorStorage storage, long offset, PickleTuple shape, PickleTuple strides, ..]
        ? new TensorView(storage, offset, Sizes(shape), Sizes(strides))
        : throw Nonsense();

    private static long[] Sizes(PickleTuple tuple) => tuple.Items.Count <= 16
        ? [.. tuple.Items.Select(item => item is long size ? size : throw Nonsense())]
        : throw Nonsense();

    private void Build(object? state)
    {
        // Attributes of an ordered map (PyTorch notes its own version there) and of ignored things are bookkeeping.
        if (Top() is not CheckpointMap map || state is not CheckpointMap attributes || attributes.TryGet("_metadata", out _))
        {
            return;
        }

        foreach (var (name, value) in attributes)
        {
            map.Set(name, value);
        }
    }

    private void Append(object?[] items)
    {
        switch (Top())
        {
            case List<object?> list: list.AddRange(items); break;
            case null: break; // something ignored
            default: throw Nonsense();
        }
    }

    private void SetItems(object?[] items)
    {
        if (Top() is not CheckpointMap map || items.Length % 2 != 0)
        {
            throw Nonsense();
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            map.Set(Key(items[i]), items[i + 1]);
        }
    }

    private static string Key(object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw Nonsense(),
    };

    private static object Whole(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= 8)
        {
            long value = 0;
            for (var i = 0; i < bytes.Length; i++)
            {
                value |= (long)bytes[i] << (8 * i);
            }

            return bytes.Length is 0 or 8 || bytes[^1] < 0x80 ? value : value - (1L << (8 * bytes.Length));
        }

        return new System.Numerics.BigInteger(bytes);
    }

    private static string Line(ReadOnlySpan<byte> pickle, ref int position)
    {
        var end = pickle[position..].IndexOf((byte)'\n');
        if (end is < 0 or > 300)
        {
            throw Nonsense();
        }

        var line = Encoding.UTF8.GetString(pickle.Slice(position, end));
        position += end + 1;
        return line;
    }

    private string Line(ReadOnlySpan<byte> pickle) => Line(pickle, ref _position);

    private string Text(ReadOnlySpan<byte> pickle, int length) => Encoding.UTF8.GetString(Take(pickle, length));

    private int Length(ReadOnlySpan<byte> pickle)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(Take(pickle, 4));
        return length <= int.MaxValue ? (int)length : throw Nonsense();
    }

    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> pickle, int count)
    {
        if (count > pickle.Length - _position)
        {
            throw new CorruptCheckpointException("The checkpoint's index ends too early: the file was cut short. Download it again.");
        }

        var bytes = pickle.Slice(_position, count);
        _position += count;
        return bytes;
    }

    private object? Recall(long slot) => _memo.TryGetValue(slot, out var value) ? value : throw Nonsense();

    private object? Top() => _stack.Count > Floor() ? _stack[^1] : throw Nonsense();

    private object? Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private T Pop<T>(string wanted) => Pop() is T value ? value : throw new CorruptCheckpointException($"The checkpoint's index has no {wanted} where it needs one.");

    private int Floor() => _marks.Count > 0 ? _marks[^1] : 0;

    private void MakeTuple(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }

        _stack.Add(new PickleTuple(items));
    }

    private object?[] PopMark()
    {
        if (_marks.Count == 0)
        {
            throw Nonsense();
        }

        var from = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        object?[] items = [.. _stack[from..]];
        _stack.RemoveRange(from, items.Length);
        return items;
    }

    private static CorruptCheckpointException Nonsense() => new("The checkpoint's index makes no sense: the file is damaged. Download it again.");

    /// <summary>A name from the closed list, waiting for its arguments.</summary>
    internal sealed record GlobalName(PickleGlobal Meaning, ElementType Type);
}

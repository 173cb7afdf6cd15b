using System.Buffers.Binary;
using System.Text;

namespace VoiceWeb.Engine.Checkpoints;

/// <summary>
/// Where the members of a stored (uncompressed) zip stand, from its central directory. Reads files whose first two bytes were
/// overwritten with a version, which ordinary zip readers refuse. PKWARE APPNOTE 6.3, with Zip64.
/// </summary>
internal sealed class ZipDirectory
{
    private const int MaxMembers = 100_000;
    private readonly Dictionary<string, (long Offset, long Length)> _members = [];

    /// <exception cref="CorruptCheckpointException">The directory is missing, broken, or its members are compressed.</exception>
    public ZipDirectory(MappedFile file)
    {
        var (offset, length, count) = FindDirectory(file);
        if (count > MaxMembers)
        {
            throw new CorruptCheckpointException($"The file claims {count} members; a checkpoint has at most {MaxMembers}.");
        }

        var directory = file.Slice(offset, length);
        for (long i = 0; i < count; i++)
        {
            if (directory.Length < 46 || BinaryPrimitives.ReadUInt32LittleEndian(directory) != 0x02014B50)
            {
                throw Broken();
            }

            var method = BinaryPrimitives.ReadUInt16LittleEndian(directory[10..]);
            long packed = BinaryPrimitives.ReadUInt32LittleEndian(directory[20..]);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(directory[24..]);
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]);
            int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            long header = BinaryPrimitives.ReadUInt32LittleEndian(directory[42..]);
            if (directory.Length < 46 + nameLength + extraLength + commentLength)
            {
                throw Broken();
            }

            var name = Encoding.UTF8.GetString(directory.Slice(46, nameLength));
            ReadZip64(directory.Slice(46 + nameLength, extraLength), ref size, ref packed, ref header);
            if (method != 0 || packed != size)
            {
                throw new CorruptCheckpointException($"Member '{name}' is compressed; checkpoints are stored plainly. Was the file packed again?");
            }

            _members[name] = (DataOffset(file, header), size);
            file.Slice(_members[name].Offset, Math.Min(size, int.MaxValue));
            directory = directory[(46 + nameLength + extraLength + commentLength)..];
        }
    }

    /// <summary>Names of all members.</summary>
    public IReadOnlyCollection<string> Names => _members.Keys;

    /// <exception cref="CorruptCheckpointException">There is no member of that name.</exception>
    public (long Offset, long Length) this[string name] => _members.TryGetValue(name, out var member)
        ? member
        : throw new CorruptCheckpointException($"The file has no member '{name}': it is incomplete.");

    private static (long Offset, long Length, long Count) FindDirectory(MappedFile file)
    {
        // The end record is the last thing in the file, but for a comment of up to 64 KiB.
        var tailLength = Math.Min(file.Length, 22 + 65_535);
        var tail = file.Slice(file.Length - tailLength, tailLength);
        for (var at = tail.Length - 22; at >= 0; at--)
        {
            var end = tail[at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != 0x06054B50)
            {
                continue;
            }

            long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
            long offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (count == 0xFFFF || length == 0xFFFFFFFF || offset == 0xFFFFFFFF)
            {
                var locator = file.Slice(file.Length - tailLength + at - 20, 20);
                if (BinaryPrimitives.ReadUInt32LittleEndian(locator) == 0x07064B50)
                {
                    var large = file.Slice(BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), 56);
                    count = BinaryPrimitives.ReadInt64LittleEndian(large[32..]);
                    length = BinaryPrimitives.ReadInt64LittleEndian(large[40..]);
                    offset = BinaryPrimitives.ReadInt64LittleEndian(large[48..]);
                }
            }

            return count >= 0 ? (offset, length, count) : throw Broken();
        }

        throw new CorruptCheckpointException("The file's directory is missing at its end. It was probably cut short: download it again.");
    }

    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long size, ref long packed, ref long header)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            extra = extra[4..];
            if (length > extra.Length)
            {
                throw Broken();
            }

            if (id == 1)
            {
                var fields = extra[..length];
                Widen(ref fields, ref size);
                Widen(ref fields, ref packed);
                Widen(ref fields, ref header);
            }

            extra = extra[length..];
        }
    }

    private static void Widen(ref ReadOnlySpan<byte> fields, ref long value)
    {
        if (value == 0xFFFFFFFF && fields.Length >= 8)
        {
            value = BinaryPrimitives.ReadInt64LittleEndian(fields);
            fields = fields[8..];
        }
    }

    /// <summary>The member's data follow its local header, whose own name and padding lengths differ from the directory's.</summary>
    private static long DataOffset(MappedFile file, long header)
    {
        var local = file.Slice(header, 30);
        // The trainers overwrite the first two bytes of the file, which are those of the first local header.
        var signed = local[2] == 3 && local[3] == 4 && (header == 0 || (local[0] == 'P' && local[1] == 'K'));
        return signed
            ? header + 30 + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..])
            : throw Broken();
    }

    private static CorruptCheckpointException Broken() => new("The file's directory is broken: download it again.");
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VoiceWeb.Engine.Labels;

/// <summary>
/// Labels in MP4 (ISO 14496-12, and the metadata of QuickTime): names in <c>moov/udta/meta/keys</c>, values in the <c>ilst</c> beside it.
/// </summary>
internal static class Mp4Tags
{
    private const int Deepest = 6;

    public static bool Read(ReadOnlySpan<byte> file, TagCollector tags, IncrementalHash sound)
    {
        var found = false;
        foreach (var (kind, start, end) in Boxes(file, 0, file.Length))
        {
            if (kind == "mdat")
            {
                sound.AppendData(file[start..end]);
                found = true;
            }
            else if (kind == "moov")
            {
                ReadBox(file, start, end, 1, tags);
            }
        }

        return found;
    }

    private static void ReadBox(ReadOnlySpan<byte> file, int start, int end, int depth, TagCollector tags)
    {
        var names = new List<string>();
        foreach (var (kind, from, to) in Boxes(file, start, end))
        {
            if (kind is "udta" or "meta" && depth < Deepest)
            {
                // In MP4 a meta box has four bytes of version and flags before its boxes, in QuickTime it has none.
                var full = kind == "meta" && to - from >= 8 && BinaryPrimitives.ReadInt32BigEndian(file[from..]) == 0;
                ReadBox(file, full ? from + 4 : from, to, depth + 1, tags);
            }
            else if (kind == "keys" && to - from >= 8)
            {
                foreach (var key in Boxes(file, from + 8, to))
                {
                    names.Add(Text(file, key.Start, key.End));
                }
            }
            else if (kind == "ilst")
            {
                ReadValues(file, from, to, names, tags);
            }
        }
    }

    private static void ReadValues(ReadOnlySpan<byte> file, int start, int end, List<string> names, TagCollector tags)
    {
        foreach (var item in Numbered(file, start, end))
        {
            foreach (var (kind, from, to) in Boxes(file, item.Start, item.End))
            {
                if (kind == "data" && to - from >= 8 && item.Number >= 1 && item.Number <= names.Count)
                {
                    tags.Add(names[item.Number - 1], Text(file, from + 8, to));
                }
            }
        }
    }

    private static List<(int Number, int Start, int End)> Numbered(ReadOnlySpan<byte> file, int start, int end)
    {
        var items = new List<(int, int, int)>();
        foreach (var (_, from, to) in Boxes(file, start, end))
        {
            items.Add((BinaryPrimitives.ReadInt32BigEndian(file[(from - 4)..]), from, to));
        }

        return items;
    }

    private static string Text(ReadOnlySpan<byte> file, int start, int end) => Encoding.UTF8.GetString(file[start..end]);

    private static List<(string Kind, int Start, int End)> Boxes(ReadOnlySpan<byte> file, int start, int end)
    {
        var boxes = new List<(string, int, int)>();
        for (var at = start; at + 8 <= end;)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var head = 8;
            if (size == 1 && at + 16 <= end)
            {
                size = BinaryPrimitives.ReadInt64BigEndian(file[(at + 8)..]);
                head = 16;
            }
            else if (size == 0)
            {
                size = end - at;
            }

            if (size < head || size > end - at)
            {
                break;
            }

            boxes.Add((Encoding.Latin1.GetString(file.Slice(at + 4, 4)), at + head, at + (int)size));
            at += (int)size;
        }

        return boxes;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace VoiceWeb.Engine.Provenance;

/// <summary>
/// A superbox of JUMBF (ISO 19566-5): a description with type and label, then either further superboxes or one box of CBOR. Immutable.
/// </summary>
/// <param name="Type">Four letters that name the type: the first bytes of its UUID.</param>
/// <param name="Label">Its name in addresses.</param>
/// <param name="Boxes">What it holds; empty where it holds CBOR.</param>
/// <param name="Cbor">Its CBOR; empty where it holds boxes.</param>
internal sealed record JumbfBox(string Type, string Label, IReadOnlyList<JumbfBox> Boxes, ReadOnlyMemory<byte> Cbor)
{
    private const int HeadBytes = 8, TypeBytes = 16;
    private const int Deepest = 8;
    private const int LongestLabel = 512;
    private const byte RequestableWithLabel = 0x03, HasLabel = 0x02, HasMore = 0x1C;

    // All types of C2PA and JUMBF's own for CBOR end alike (ISO/IEC 11578).
    private static readonly byte[] TypeEnd = Convert.FromHexString("00110010800000AA00389B71");

    /// <summary>The box without its length and kind: what addresses of it are hashed over.</summary>
    public byte[] Content { get; private init; } = Write(Type, Label, Boxes, Cbor);

    /// <summary>The whole box.</summary>
    public byte[] ToBytes() => Box("jumb", Content);

    /// <summary>Reads one superbox and everything in it.</summary>
    /// <exception cref="InvalidManifestException">It is none.</exception>
    public static JumbfBox Read(ReadOnlyMemory<byte> bytes) => Read(bytes, 0);

    private static JumbfBox Read(ReadOnlyMemory<byte> bytes, int depth)
    {
        var (kind, content, whole) = Next(bytes);
        if (kind != "jumb" || depth > Deepest || whole != bytes.Length)
        {
            throw new InvalidManifestException("Expected one JUMBF superbox.");
        }

        var (description, head, descriptionBytes) = Next(content);
        if (description != "jumd" || head.Length < TypeBytes + 2 || !head.Span[4..TypeBytes].SequenceEqual(TypeEnd) || (head.Span[TypeBytes] & HasLabel) == 0)
        {
            throw new InvalidManifestException("A JUMBF superbox without a description that has type and label.");
        }

        var name = head.Span[(TypeBytes + 1)..];
        var end = name.IndexOf((byte)0);
        if (end is < 0 or > LongestLabel)
        {
            throw new InvalidManifestException("A JUMBF label without an end.");
        }

        if ((head.Span[TypeBytes] & HasMore) == 0 != (end + 1 == name.Length) || (head.Span[TypeBytes] & ~(RequestableWithLabel | HasMore)) != 0)
        {
            throw new InvalidManifestException("A JUMBF description that holds other things than it says.");
        }

        var boxes = new List<JumbfBox>();
        var cbor = ReadOnlyMemory<byte>.Empty;
        for (var rest = content[descriptionBytes..]; !rest.IsEmpty;)
        {
            var (inner, body, length) = Next(rest);
            if (inner == "jumb")
            {
                boxes.Add(Read(rest[..length], depth + 1));
            }
            else if (inner == "cbor")
            {
                cbor = body;
            }

            rest = rest[length..]; // boxes of other kinds, such as salt or pictures, are hashed with the rest and otherwise passed over
        }

        return new JumbfBox(Letters(head.Span[..4]), Encoding.UTF8.GetString(name[..end]), boxes, cbor) { Content = content.ToArray() };
    }

    private static (string Kind, ReadOnlyMemory<byte> Content, int Length) Next(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeadBytes || BinaryPrimitives.ReadUInt32BigEndian(bytes.Span) is var length && (length < HeadBytes || length > bytes.Length))
        {
            throw new InvalidManifestException("A box that is longer than what holds it.");
        }

        return (Letters(bytes.Span[4..HeadBytes]), bytes[HeadBytes..(int)length], (int)length);
    }

    private static byte[] Write(string type, string label, IReadOnlyList<JumbfBox> boxes, ReadOnlyMemory<byte> cbor)
    {
        byte[] description = [.. Encoding.ASCII.GetBytes(type), .. TypeEnd, RequestableWithLabel, .. Encoding.UTF8.GetBytes(label), 0];
        return [.. Box("jumd", description), .. boxes.SelectMany(box => box.ToBytes()), .. cbor.IsEmpty ? [] : Box("cbor", cbor.Span)];
    }

    private static byte[] Box(string kind, ReadOnlySpan<byte> content)
    {
        var box = new byte[HeadBytes + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        Encoding.ASCII.GetBytes(kind, box.AsSpan(4));
        content.CopyTo(box.AsSpan(HeadBytes));
        return box;
    }

    private static string Letters(ReadOnlySpan<byte> four) => Encoding.Latin1.GetString(four);
}

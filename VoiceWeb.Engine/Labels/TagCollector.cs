using System.Text;

namespace VoiceWeb.Engine.Labels;

/// <summary>Takes the tags of a file as its readers come upon them, and keeps what speaks of AI.</summary>
internal sealed class TagCollector
{
    /// <summary>Name of the plain tag that holds IPTC's term, where a format has no place for XMP.</summary>
    public const string SourceTypeKey = "DigitalSourceType";

    private const string Tc260Element = "TC260:AIGC";
    private readonly List<string> _labels = [];

    public IReadOnlyList<string> Labels => _labels;

    public string? DigitalSourceType { get; private set; }

    /// <summary>A named text.</summary>
    public void Add(string name, string value)
    {
        if (name.Equals(AigcLabel.Key, StringComparison.OrdinalIgnoreCase))
        {
            _labels.Add(value);
        }
        else if (name.Equals(SourceTypeKey, StringComparison.OrdinalIgnoreCase))
        {
            DigitalSourceType ??= value;
        }
    }

    /// <summary>An XMP packet.</summary>
    public void AddXmp(ReadOnlySpan<byte> packet)
    {
        var text = Encoding.UTF8.GetString(packet);
        DigitalSourceType ??= Xmp.DigitalSourceTypeOf(text);
        if (Xmp.ElementOf(text, Tc260Element) is { } label)
        {
            _labels.Add(label);
        }
    }

    /// <summary>Vorbis comments: a vendor, then <c>NAME=value</c> each, all with their lengths in four little-endian bytes.</summary>
    public void AddVorbisComments(ReadOnlySpan<byte> block)
    {
        if (!TryTake(ref block, out _) || block.Length < 4)
        {
            return;
        }

        var count = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(block);
        block = block[4..];
        for (uint i = 0; i < count && TryTake(ref block, out var comment); i++)
        {
            var equals = comment.IndexOf((byte)'=');
            if (equals > 0)
            {
                Add(Encoding.ASCII.GetString(comment[..equals]), Encoding.UTF8.GetString(comment[(equals + 1)..]));
            }
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> block, out ReadOnlySpan<byte> piece)
    {
        piece = default;
        if (block.Length < 4 || System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(block) is var length && length > block.Length - 4)
        {
            return false;
        }

        piece = block.Slice(4, (int)length);
        block = block[(4 + (int)length)..];
        return true;
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace VoiceWeb.Engine.Labels;

/// <summary>Labels in WAV: chunks <c>AIGC</c> and <c>_PMX</c> (XMP) beside the chunk of samples.</summary>
internal static class RiffTags
{
    public static bool Read(ReadOnlySpan<byte> file, TagCollector tags, IncrementalHash sound)
    {
        var found = false;
        for (var at = 12; at + 8 <= file.Length;)
        {
            var id = file.Slice(at, 4);
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]), (uint)(file.Length - at - 8));
            var body = file.Slice(at + 8, length);
            if (id.SequenceEqual("AIGC"u8))
            {
                tags.Add(AigcLabel.Key, Encoding.UTF8.GetString(body).TrimEnd('\0'));
            }
            else if (id.SequenceEqual("_PMX"u8))
            {
                tags.AddXmp(body);
            }
            else if (id.SequenceEqual("data"u8) && !found)
            {
                sound.AppendData(body);
                found = true;
            }

            at += 8 + length + (length & 1);
        }

        return found;
    }
}

using System.Net;

namespace VoiceWeb.Engine.Labels;

/// <summary>The one statement that we make in XMP, and how it is read again (ISO 16684-1; IPTC Photo Metadata, Digital Source Type).</summary>
public static class Xmp
{
    private const string SourceType = "Iptc4xmpExt:DigitalSourceType";

    /// <summary>An XMP packet that says where the content came from.</summary>
    /// <param name="digitalSourceType">IPTC's term as a full address.</param>
    public static string Packet(string digitalSourceType) =>
        "<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
        + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
        + $"xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"><{SourceType}>{digitalSourceType}</{SourceType}>"
        + "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";

    internal static string? DigitalSourceTypeOf(string packet) => ElementOf(packet, SourceType) ?? AttributeOf(packet, SourceType);

    internal static string? ElementOf(string packet, string name)
    {
        var start = packet.IndexOf($"<{name}>", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += name.Length + 2;
        var end = packet.IndexOf($"</{name}>", start, StringComparison.Ordinal);
        return end < 0 ? null : WebUtility.HtmlDecode(packet[start..end].Trim());
    }

    private static string? AttributeOf(string packet, string name)
    {
        var start = packet.IndexOf($"{name}=\"", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += name.Length + 2;
        var end = packet.IndexOf('"', start);
        return end < 0 ? null : WebUtility.HtmlDecode(packet[start..end]);
    }
}

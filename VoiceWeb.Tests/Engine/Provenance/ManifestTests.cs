using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using VoiceWeb.Engine.Audio;
using VoiceWeb.Engine.Labels;
using VoiceWeb.Engine.Provenance;

namespace VoiceWeb.Tests.Engine.Provenance;

/// <summary>
/// Content credentials as C2PA 2.4 lays them out. The bytes are taken apart here once more, without the reader of the program.
/// </summary>
public sealed class ManifestTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AudioFormat.Wav)]
    [InlineData(AudioFormat.Mp3)]
    [InlineData(AudioFormat.Flac)]
    public async Task A_file_says_who_signed_that_an_algorithm_made_it_and_every_byte_is_bound(AudioFormat format)
    {
        var plain = await FileAsync(format);
        using var certificate = TestCertificate.Load();
        var signed = new ManifestWriter(certificate, "VoiceWeb", "1.2.3").Embed(plain, format, At);

        // The store, where the appendix on embedding puts it.
        var (store, from, to) = Locate(signed, format);
        var manifest = Children(Children(store, "c2pa", "c2pa").Single().Box, "c2ma").ToDictionary(box => box.Label, box => box.Box);
        var claim = (Dictionary<object, object?>)Cbor(manifest["c2pa.claim.v2"]);

        // The signature: COSE_Sign1 over the claim, by the key of the certificate in its protected header.
        var cose = (List<object?>)Cbor(manifest["c2pa.signature"]);
        var headers = (Dictionary<object, object?>)Parse((byte[])cose[0]!);
        Assert.Equal((-7L, null), (headers[1L], cose[2]));
        using var signer = X509CertificateLoader.LoadCertificate((byte[])((List<object?>)headers[33L]!)[0]!);
        Assert.Equal("CN=Lakeside School, O=Lakeside School", signer.Subject);
        byte[] toSign = [0x84, 0x6A, .. "Signature1"u8, .. Bytes((byte[])cose[0]!), 0x40, .. Bytes(Content(manifest["c2pa.claim.v2"]))];
        Assert.True(signer.GetECDsaPublicKey()!.VerifyData(toSign, (byte[])cose[3]!, HashAlgorithmName.SHA256));

        // What the claim names, hashed without the boxes' heads.
        var assertions = Children(manifest["c2pa.assertions"], "c2as").ToDictionary(box => box.Label, box => box.Box);
        var named = ((List<object?>)claim["created_assertions"]!).Cast<Dictionary<object, object?>>().ToDictionary(link => (string)link["url"]!, link => (byte[])link["hash"]!);
        Assert.Equal(["self#jumbf=c2pa.assertions/c2pa.actions.v2", "self#jumbf=c2pa.assertions/c2pa.hash.data"], named.Keys.Order(StringComparer.Ordinal));
        Assert.All(assertions, box => Assert.Equal(SHA256.HashData(box.Value.AsSpan(8)), named[$"self#jumbf=c2pa.assertions/{box.Key}"]));
        Assert.EndsWith("/c2pa.signature", (string)claim["signature"]!, StringComparison.Ordinal);
        Assert.Equal("VoiceWeb", ((Dictionary<object, object?>)claim["claim_generator_info"]!)["name"]);

        // What it says of the content, and that it is bound to all bytes but its own.
        var action = (Dictionary<object, object?>)((List<object?>)((Dictionary<object, object?>)Cbor(assertions["c2pa.actions.v2"]))["actions"]!).Single()!;
        Assert.Equal(
            ("c2pa.created", "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "2026-11-23T07:00:00Z"),
            (action["action"], action["digitalSourceType"], action["when"]));
        var data = (Dictionary<object, object?>)Cbor(assertions["c2pa.hash.data"]);
        var exclusion = (Dictionary<object, object?>)((List<object?>)data["exclusions"]!).Single()!;
        Assert.Equal(((long)from, (long)(to - from)), (exclusion["start"], exclusion["length"]));
        Assert.Equal(SHA256.HashData([.. signed[..from], .. signed[to..]]), (byte[])data["hash"]!);

        // Our own reader, and everything else about the file, agree.
        var found = ManifestReader.Read(signed);
        Assert.Equal((ManifestVerdict.Genuine, "Lakeside School", true), (found.Verdict, found.Signer, found.Generated));
        Assert.True(certificate.Is(found.Certificate.Span));
        Assert.Empty(certificate.Objections);
        var (before, after) = (LabelReader.Read(plain), LabelReader.Read(signed));
        Assert.Equal(Assert.Single(before.Labels), Assert.Single(after.Labels));
        Assert.True(before.SoundSha256!.Value.Span.SequenceEqual(after.SoundSha256!.Value.Span));
        var decoder = new AudioDecoder(new AudioOptions());
        Assert.Equal((await decoder.DecodeAsync(plain, Token)).Samples, (await decoder.DecodeAsync(signed, Token)).Samples);
    }

    [Theory]
    [InlineData(AudioFormat.Opus)]
    [InlineData(AudioFormat.M4a)]
    public void Formats_that_get_none_are_refused(AudioFormat format)
    {
        using var certificate = TestCertificate.Load();
        Assert.False(ManifestWriter.HasPlaceIn(format));
        Assert.Throws<InvalidDataException>(() => new ManifestWriter(certificate, "VoiceWeb", "1").Embed("OggS"u8, format, At));
    }

    [Fact]
    public async Task A_change_anywhere_is_noticed_and_credentials_fit_no_other_file()
    {
        using var certificate = TestCertificate.Load();
        var plain = await FileAsync(AudioFormat.Wav);
        var signed = new ManifestWriter(certificate, "VoiceWeb", "1").Embed(plain, AudioFormat.Wav, At);
        Assert.Equal(ManifestVerdict.Genuine, ManifestReader.Read(signed).Verdict);
        Assert.Equal(ManifestVerdict.Absent, ManifestReader.Read(plain).Verdict);

        Assert.Equal(ManifestVerdict.OtherFile, ManifestReader.Read(Flip(signed, plain.Length - 100)).Verdict);
        var (_, from, to) = Locate(signed, AudioFormat.Wav);
        Assert.All(Enumerable.Range(0, to - from - 8), at =>
        {
            // Every byte of the store: nothing passes, nothing throws, whatever it hits.
            var verdict = ManifestReader.Read(Flip(signed, from + 8 + at)).Verdict;
            Assert.True(verdict is ManifestVerdict.Broken or ManifestVerdict.Unreadable or ManifestVerdict.OtherFile, $"{at}: {verdict}");
        });
        Assert.All([0, 9, 40, 400, to - from - 9], length =>
            Assert.NotEqual(ManifestVerdict.Genuine, ManifestReader.Read(signed.AsSpan(0, from + 8 + length)).Verdict));

        var other = new ManifestWriter(certificate, "VoiceWeb", "1").Embed(Flip(plain, plain.Length - 50), AudioFormat.Wav, At);
        signed.AsSpan(from).CopyTo(other.AsSpan(from));
        Assert.Equal(ManifestVerdict.OtherFile, ManifestReader.Read(other).Verdict);
    }

    [Fact]
    public async Task A_key_on_a_larger_curve_signs_as_well()
    {
        using var certificate = TestCertificate.Load(ECCurve.NamedCurves.nistP384);
        var signed = new ManifestWriter(certificate, "VoiceWeb", "1").Embed(await FileAsync(AudioFormat.Wav), AudioFormat.Wav, At);
        Assert.Equal(ManifestVerdict.Genuine, ManifestReader.Read(signed).Verdict);
    }

    [Fact]
    public void A_key_of_another_certificate_is_refused()
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(TestCertificate.Pem(At.AddDays(10)).Chain);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Contains("does not belong", Assert.Throws<ArgumentException>(() => new ContentCertificate(certificates, other)).Message, StringComparison.Ordinal);
    }

    private static async Task<byte[]> FileAsync(AudioFormat format)
    {
        var sound = new AudioBuffer([.. Enumerable.Range(0, 8_001).Select(i => 0.3f * MathF.Sin(i * 0.2f))], 16_000);
        var label = new AigcLabel("1", "VoiceWeb", "00112233", "", "VoiceWeb", "00112233", "");
        if (format != AudioFormat.Wav)
        {
            return await new AudioEncoder(new AudioOptions()).EncodeAsync(sound, format, LabelWriter.Metadata(format, label), null, Token);
        }

        var samples = WavWriter.ToBytes(sound);
        var chunk = Encoding.ASCII.GetBytes(label.ToJson());
        byte[] file = [.. samples, .. "AIGC"u8, .. BitConverter.GetBytes(chunk.Length), .. chunk, .. new byte[chunk.Length & 1]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    private static byte[] Flip(byte[] file, int at)
    {
        var changed = (byte[])file.Clone();
        changed[at] ^= 0x10;
        return changed;
    }

    /// <summary>The store, and the stretch of the file that its hash leaves out.</summary>
    private static (byte[] Store, int From, int To) Locate(byte[] file, AudioFormat format)
    {
        if (format == AudioFormat.Wav)
        {
            Assert.Equal(file.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)));
            var at = 12;
            while (Encoding.ASCII.GetString(file, at, 4) != "C2PA")
            {
                at += 8 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4)) + (BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4)) & 1);
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            Assert.Equal(file.Length, at + 8 + length + (length & 1)); // the last chunk
            return (file[(at + 8)..(at + 8 + length)], at, at + 8 + length);
        }

        Assert.Equal("ID3"u8, file.AsSpan(0, 3));
        Assert.Equal("GEOB"u8, file.AsSpan(10, 4));
        var frame = file[3] == 3 ? BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(14)) : throw new InvalidDataException("ID3v2.3 was expected.");
        var head = "\0application/c2pa\0c2pa\0c2pa manifest store\0"u8;
        Assert.Equal(head, file.AsSpan(20, head.Length));
        var tagEnd = 10 + ((file[6] << 21) | (file[7] << 14) | (file[8] << 7) | file[9]);
        Assert.True(format == AudioFormat.Flac ? file.AsSpan(tagEnd).StartsWith("fLaC"u8) : file[tagEnd] == 0xFF && file[tagEnd + 1] >= 0xE0, "the tag must end where the sound begins");
        return (file[(20 + head.Length)..(20 + frame)], 20 + head.Length, 20 + frame);
    }

    private static List<(string Label, byte[] Box)> Children(byte[] superbox, string type, string? label = null)
    {
        var content = superbox.AsSpan(8);
        Assert.Equal((superbox.Length, "jumb"), (BinaryPrimitives.ReadInt32BigEndian(superbox), Encoding.ASCII.GetString(superbox, 4, 4)));
        var description = Next(content);
        Assert.Equal(Encoding.ASCII.GetBytes("jumd" + type), description[4..12].ToArray());
        Assert.Equal(Convert.FromHexString("00110010800000AA00389B7103"), description[12..25].ToArray());
        if (label is not null)
        {
            Assert.Equal(label, LabelOf(superbox));
        }

        var children = new List<(string, byte[])>();
        for (content = content[description.Length..]; !content.IsEmpty; content = content[Next(content).Length..])
        {
            children.Add((LabelOf(Next(content)), Next(content).ToArray()));
        }

        return children;
    }

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> boxes) => boxes[..BinaryPrimitives.ReadInt32BigEndian(boxes)];

    private static string LabelOf(ReadOnlySpan<byte> superbox)
    {
        var description = Next(superbox[8..]);
        return Encoding.UTF8.GetString(description[25..^1]);
    }

    /// <summary>The bytes in the box of CBOR of a superbox.</summary>
    private static byte[] Content(byte[] superbox)
    {
        var box = superbox.AsSpan(8 + Next(superbox.AsSpan(8)).Length);
        Assert.Equal((box.Length, "cbor"), (BinaryPrimitives.ReadInt32BigEndian(box), Encoding.ASCII.GetString(box[4..8])));
        return box[8..].ToArray();
    }

    private static object Cbor(byte[] superbox) => Parse(Content(superbox));

    private static object Parse(byte[] cbor)
    {
        var reader = new CborReader(cbor, CborConformanceMode.Canonical);
        var value = Value(reader);
        Assert.Equal(0, reader.BytesRemaining);
        return value!;
    }

    private static object? Value(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.Tag:
                Assert.True((int)reader.ReadTag() is 0 or 18);
                return Value(reader);
            case CborReaderState.StartMap:
                var map = new Dictionary<object, object?>();
                for (reader.ReadStartMap(); reader.PeekState() != CborReaderState.EndMap;)
                {
                    map.Add(Value(reader)!, Value(reader));
                }

                reader.ReadEndMap();
                return map;
            case CborReaderState.StartArray:
                var list = new List<object?>();
                for (reader.ReadStartArray(); reader.PeekState() != CborReaderState.EndArray;)
                {
                    list.Add(Value(reader));
                }

                reader.ReadEndArray();
                return list;
            case CborReaderState.TextString:
                return reader.ReadTextString();
            case CborReaderState.ByteString:
                return reader.ReadByteString();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.Null:
                reader.ReadNull();
                return null;
            default:
                return reader.ReadInt64();
        }
    }

    private static byte[] Bytes(byte[] value)
    {
        var writer = new CborWriter();
        writer.WriteByteString(value);
        return writer.Encode();
    }
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace VoiceWeb.Tests.Web.Account;

/// <summary>
/// A passkey device in code: it answers the server's questions as WebAuthn describes (level 3, sections 5.8 and 6), and can leave out
/// the flag that says that its holder was verified.
/// </summary>
internal sealed class SoftAuthenticator : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte WithCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private byte[] _user = [];
    private uint _count;

    /// <summary>Whether it verifies its holder.</summary>
    public bool VerifiesUser { get; set; } = true;

    /// <summary>Answers the question for a new passkey.</summary>
    public string Create(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson);
        _user = Base64Url.DecodeFromChars(options.RootElement.GetProperty("user").GetProperty("id").GetString());
        var point = _key.ExportParameters(false).Q;
        // COSE key (RFC 9053): {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] credential = [.. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] data = [.. Data(WithCredential), .. credential];
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": data}
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0,
            0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data,
        ];
        return Answer(new
        {
            clientDataJSON = Url(ClientData("webauthn.create", options)),
            attestationObject = Url(attestation),
            transports = new[] { "internal" },
        });
    }

    /// <summary>Answers the question for a passkey that exists.</summary>
    public string Get(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson);
        var client = ClientData("webauthn.get", options);
        _count++;
        var data = Data(0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new
        {
            clientDataJSON = Url(client),
            authenticatorData = Url(data),
            signature = Url(signature),
            userHandle = Url(_user),
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Data(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, _count);
        return [.. SHA256.HashData("localhost"u8), (byte)(flags | Present | (VerifiesUser ? Verified : 0)), .. count];
    }

    private static byte[] ClientData(string type, JsonDocument options) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        type,
        challenge = options.RootElement.GetProperty("challenge").GetString(),
        origin = "http://localhost",
        crossOrigin = false,
    }));

    private string Answer(object response) => JsonSerializer.Serialize(new
    {
        id = Url(_id),
        rawId = Url(_id),
        type = "public-key",
        clientExtensionResults = new { },
        response,
    });

    private static string Url(byte[] bytes) => Base64Url.EncodeToString(bytes);
}

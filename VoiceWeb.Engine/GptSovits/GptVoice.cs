using System.Runtime.InteropServices;
using System.Text;

namespace VoiceWeb.Engine.GptSovits;

/// <summary>Everything that speaking with a voice needs beside the model. Personal data: it is derived from the speaker's recording.</summary>
/// <param name="ModelKey">SHA-256 of the SoVITS file the voice was made with.</param>
/// <param name="Prompt">Codes of the prompt; empty without a transcript.</param>
/// <param name="PromptText">The prompt's phones and features; empty without a transcript.</param>
/// <param name="TextStyle">(512) what the text encoder is given.</param>
/// <param name="FlowStyle">(couplings, 2 layers width).</param>
/// <param name="VocoderStyle">(first channels).</param>
internal sealed record GptVoice(string ModelKey, long[] Prompt, PhoneticText PromptText, float[] TextStyle, float[] FlowStyle, float[] VocoderStyle)
{
    private const int Magic = 0x32475756; // "VWG2"
    private const int MagicOfFirst = 0x31475756; // "VWG1": without power and styles

    /// <summary>Codes of the silence that is appended to every prompt, at 25 a second.</summary>
    private const int SilenceCodes = 15;
    private static readonly EngineStatement Damaged = new("voice-damaged", "The stored voice is damaged. Make the voice again.");

    /// <summary>Mean square of the voice's speech, measured when it was made; 0 where that is not known.</summary>
    public double Power { get; init; }

    /// <summary>The voice's other styles, by name: each a voice of its own over the same model, without styles.</summary>
    public IReadOnlyDictionary<string, GptVoice> Slots { get; init; } = new Dictionary<string, GptVoice>();

    /// <summary>The voice in a style; itself where it has no styles at all, or none was asked for.</summary>
    /// <exception cref="UnspeakableTextException">It has styles, but not that one.</exception>
    public GptVoice In(string? slot) => slot is null || Slots.Count == 0 ? this
        : Slots.TryGetValue(slot, out var style) ? style
        : throw new UnspeakableTextException(
            "style-unknown", $"This voice has no style \"{slot}\". It has: {string.Join(", ", Slots.Keys.Order(StringComparer.Ordinal))}. Use one of them, or add it on the voice's page.");

    /// <summary>Codes that the speaker takes for a phone, from the prompt; 3 when there is none.</summary>
    public double CodesPerPhone => Prompt.Length > SilenceCodes && PromptText.Phones.Length > 0
        ? Math.Clamp((double)(Prompt.Length - SilenceCodes) / PromptText.Phones.Length, 1, 8)
        : 3;

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(ModelKey);
            WriteBody(writer);
            writer.Write(Slots.Count);
            foreach (var (name, style) in Slots.OrderBy(slot => slot.Key, StringComparer.Ordinal))
            {
                writer.Write(name);
                style.WriteBody(writer);
            }
        }

        return stream.ToArray();
    }

    /// <exception cref="EngineUnavailableException">The bytes are no voice of this kind.</exception>
    public static GptVoice Read(ReadOnlyMemory<byte> profile)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(profile.ToArray(), writable: false), Encoding.UTF8);
            var magic = reader.ReadInt32();
            if (magic is not (Magic or MagicOfFirst))
            {
                throw new EngineUnavailableException(new EngineStatement("voice-other-kind", "This is no voice of a GPT-SoVITS model. Make the voice again."));
            }

            var voice = ReadBody(reader, reader.ReadString(), magic);
            if (magic == MagicOfFirst)
            {
                return voice;
            }

            var slots = new Dictionary<string, GptVoice>();
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                slots[reader.ReadString()] = ReadBody(reader, voice.ModelKey, magic);
            }

            return voice with { Slots = slots };
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException)
        {
            throw new EngineUnavailableException(Damaged, failure);
        }
    }

    private void WriteBody(BinaryWriter writer)
    {
        Write<long>(writer, Prompt);
        Write<long>(writer, PromptText.Phones);
        Write<float>(writer, PromptText.Bert);
        Write<float>(writer, TextStyle);
        Write<float>(writer, FlowStyle);
        Write<float>(writer, VocoderStyle);
        writer.Write(Power);
    }

    private static GptVoice ReadBody(BinaryReader reader, string modelKey, int magic)
    {
        var voice = new GptVoice(
            modelKey, Read<long>(reader), new PhoneticText(Read<long>(reader), Read<float>(reader)), Read<float>(reader), Read<float>(reader), Read<float>(reader));
        return voice.PromptText.Bert.Length == voice.PromptText.Phones.Length * GptConfig.BertWidth
            ? voice with { Power = magic == MagicOfFirst ? 0 : reader.ReadDouble() }
            : throw new EngineUnavailableException(Damaged);
    }

    private static void Write<T>(BinaryWriter writer, T[] values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes<T>(values));
    }

    private static T[] Read<T>(BinaryReader reader)
        where T : unmanaged
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > (reader.BaseStream.Length - reader.BaseStream.Position) / System.Runtime.CompilerServices.Unsafe.SizeOf<T>())
        {
            throw new EndOfStreamException();
        }

        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

using VoiceWeb.Engine.Text.Dictionaries;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>Maps traditional characters to simplified ones, one for one. Immutable.</summary>
/// <remarks>Two maps: upstream's own (PaddleSpeech, Apache-2.0), and OpenCC's larger one (Apache-2.0).</remarks>
internal sealed class Simplifier
{
    private static readonly Lazy<Simplifier> Shared = new(() => new Simplifier());

    private readonly char[] _upstream;
    private readonly char[] _full;

    private Simplifier()
    {
        var reader = new ColumnReader(DictionaryResource.Open("zh-simplified"));
        _upstream = Read(ref reader);
        _full = Read(ref reader);
    }

    public static Simplifier Default => Shared.Value;

    /// <summary>Converts a text; its length does not change.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="upstream">Whether to map exactly what upstream maps.</param>
    public string Simplify(string text, bool upstream)
    {
        var map = upstream ? _upstream : _full;
        return string.Create(text.Length, (text, map), static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = source.map[source.text[i]];
            }
        });
    }

    private static char[] Read(ref ColumnReader reader)
    {
        var count = reader.Ints(2)[0];
        var keys = reader.ShortColumn(count);
        var values = reader.ShortColumn(count);
        var map = new char[char.MaxValue + 1];
        for (var unit = 0; unit < map.Length; unit++)
        {
            map[unit] = (char)unit;
        }

        for (var i = 0; i < count; i++)
        {
            map[keys[i]] = (char)values[i];
        }

        return map;
    }
}

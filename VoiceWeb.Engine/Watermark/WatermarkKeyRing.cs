namespace VoiceWeb.Engine.Watermark;

/// <summary>
/// The keys of an installation: the current one, which new marks are made with, and those of earlier epochs, which old marks are
/// still read with. Every key's marks stay readable for as long as it stays on the ring. Immutable.
/// </summary>
public sealed class WatermarkKeyRing
{
    private WatermarkKeyRing(IReadOnlyList<WatermarkKey> keys) => Keys = keys;

    /// <summary>All keys, the current one first, then back in time. At least one.</summary>
    public IReadOnlyList<WatermarkKey> Keys { get; }

    /// <summary>The key that new marks are made with.</summary>
    public WatermarkKey Current => Keys[0];

    /// <summary>A ring with one new key.</summary>
    public static WatermarkKeyRing Create() => new([WatermarkKey.Create()]);

    /// <summary>Reads a ring as <see cref="ToString"/> writes it: a key per line, the current one first.</summary>
    /// <param name="text">The content of a key file; a file with a single key is a ring as well.</param>
    /// <exception cref="FormatException">A line is not a key, there is none, or one is there twice. The message repeats no secret.</exception>
    public static WatermarkKeyRing Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var keys = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(WatermarkKey.Parse).ToArray();
        if (keys.Length == 0)
        {
            throw new FormatException("There is no watermark key in this file.");
        }

        var twice = keys.GroupBy(key => key.Id).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? new WatermarkKeyRing(keys) : throw new FormatException($"The watermark key {twice.Key} is in this file twice.");
    }

    /// <summary>Begins a new epoch: a new key becomes the current one, all others stay for reading.</summary>
    public WatermarkKeyRing Rotate()
    {
        var key = WatermarkKey.Create();
        while (Keys.Any(old => old.Id == key.Id))
        {
            key = WatermarkKey.Create();
        }

        return new WatermarkKeyRing([key, .. Keys]);
    }

    /// <summary>The ring as text, a key per line, for the key file. Secret: never log it.</summary>
    public override string ToString() => string.Join('\n', Keys);
}

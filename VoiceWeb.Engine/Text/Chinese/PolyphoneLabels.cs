using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VoiceWeb.Engine.Text.Chinese;

/// <summary>The tables beside a G2PW network: which characters it decides, its labels, and how they are written in pinyin. Immutable.</summary>
internal sealed partial class PolyphoneLabels
{
    /// <summary>Characters that the network is known to read worse than rules and dictionaries do; upstream does not ask it either.</summary>
    private const string NotAsked = "一不和咋嗲剖差攢倒難奔勁拗肖瘙誒泊听噢";

    private const string NotSingle = "似攢";

    private readonly Dictionary<Rune, (int Id, float[] Mask)> _characters = [];
    private readonly Dictionary<Rune, string> _single = [];
    private readonly string?[] _pinyin;

    private PolyphoneLabels(
        IReadOnlyList<(Rune Character, string Sound)> polyphones, IEnumerable<(Rune Character, string Sound)> single,
        IReadOnlyDictionary<string, string> pinyin, bool ofCharacters, bool masked)
    {
        string Label((Rune Character, string Sound) entry) => ofCharacters ? $"{entry.Character} {entry.Sound}" : entry.Sound;
        var labels = polyphones.Select(Label).Distinct().Order(StringComparer.Ordinal).ToArray();
        _pinyin = [.. labels.Select(label => Pinyin(label.Split(' ')[^1], pinyin))];
        foreach (var group in polyphones.GroupBy(entry => entry.Character).OrderBy(group => group.Key))
        {
            var mask = new float[labels.Length];
            foreach (var entry in group)
            {
                mask[Array.BinarySearch(labels, Label(entry), StringComparer.Ordinal)] = 1;
            }

            if (!masked)
            {
                Array.Fill(mask, 1);
            }

            _characters.Add(group.Key, (_characters.Count, mask));
        }

        foreach (var entry in single.Where(entry => !NotSingle.EnumerateRunes().Contains(entry.Character)))
        {
            _single[entry.Character] = Pinyin(entry.Sound, pinyin) ?? throw new InvalidDataException($"MONOPHONIC_CHARS.txt has the unknown sound '{entry.Sound}'.");
        }
    }

    /// <summary>How many labels the network chooses from.</summary>
    public int Count => _pinyin.Length;

    /// <summary>Reads the tables of a folder.</summary>
    /// <exception cref="InvalidDataException">One is missing or damaged.</exception>
    public static PolyphoneLabels Open(string folder)
    {
        var settings = File.ReadAllText(Existing(folder, "config.py"));
        Dictionary<string, string> pinyin;
        try
        {
            pinyin = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Existing(folder, "bopomofo_to_pinyin_wo_tune_dict.json"))) ?? [];
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"bopomofo_to_pinyin_wo_tune_dict.json in {folder} is damaged.", damaged);
        }

        return new PolyphoneLabels(
            Pairs(folder, "POLYPHONIC_CHARS.txt"), Pairs(folder, "MONOPHONIC_CHARS.txt"), pinyin,
            ofCharacters: Setting(settings, "use_char_phoneme", false), masked: Setting(settings, "use_mask", true));
    }

    /// <summary>Whether the network decides a character, with its number and the labels that it may have.</summary>
    public bool Asks(char character, out int id, out float[] mask)
    {
        (id, mask) = (0, []);
        if (!Rune.TryCreate(character, out var rune) || !_characters.TryGetValue(rune, out var entry))
        {
            return false;
        }

        (id, mask) = entry;
        return !NotAsked.Contains(character, StringComparison.Ordinal);
    }

    /// <summary>The reading of a character that has one only; null for others.</summary>
    public string? SingleOf(char character) => Rune.TryCreate(character, out var rune) ? _single.GetValueOrDefault(rune) : null;

    /// <summary>The pinyin of a label; null for one that has none.</summary>
    public string? PinyinOf(int label) => _pinyin[label];

    // A table, not a program: what the file sets to True is true.
    private static bool Setting(string settings, string name, bool otherwise) =>
        SettingPattern().Matches(settings).LastOrDefault(match => match.Groups["name"].Value == name) is { } found ? found.Groups["value"].Value == "True" : otherwise;

    private static string? Pinyin(string sound, IReadOnlyDictionary<string, string> pinyin) =>
        sound.Length > 1 && sound[^1] is >= '1' and <= '5' && pinyin.TryGetValue(sound[..^1], out var letters) ? letters + sound[^1] : null;

    private static List<(Rune Character, string Sound)> Pairs(string folder, string name)
    {
        var pairs = new List<(Rune, string)>();
        foreach (var line in File.ReadLines(Existing(folder, name)).Where(line => line.Trim().Length > 0))
        {
            var parts = line.Trim().Split('\t');
            if (parts is not [{ Length: > 0 } character, { Length: > 1 } sound] || Rune.DecodeFromUtf16(character, out var rune, out var units) != 0 || units != character.Length)
            {
                throw new InvalidDataException($"{name} in {folder} has a line that is no character with its sound.");
            }

            pairs.Add((rune, sound));
        }

        return pairs.Count > 0 ? pairs : throw new InvalidDataException($"{name} in {folder} is empty.");
    }

    private static string Existing(string folder, string name) => Path.Combine(folder, name) is var path && File.Exists(path)
        ? path
        : throw new InvalidDataException($"The folder {folder} has no {name}. Unpack the whole G2PWModel archive there.");

    [GeneratedRegex(@"^\s*(?<name>\w+)\s*=\s*(?<value>True|False)\b", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex SettingPattern();
}

using System.Collections.Frozen;
using System.Text;

namespace VoiceWeb.Engine.Text.English;

/// <content>Names of units, signs, abbreviations and words in capitals.</content>
internal static partial class EnglishNormalizer
{
    private static readonly FrozenDictionary<string, string> Abbreviations = new Dictionary<string, string>
    {
        ["Mr"] = "Mister",
        ["Mrs"] = "Missus",
        ["Ms"] = "Miz",
        ["Dr"] = "Doctor",
        ["Prof"] = "Professor",
        ["Gen"] = "General",
        ["Col"] = "Colonel",
        ["Capt"] = "Captain",
        ["Lt"] = "Lieutenant",
        ["Sgt"] = "Sergeant",
        ["Rev"] = "Reverend",
        ["Jr"] = "Junior",
        ["Sr"] = "Senior",
        ["vs"] = "versus",
        ["etc"] = "et cetera",
        ["approx"] = "approximately",
        ["dept"] = "department",
        ["est"] = "established",
        ["Fig"] = "Figure",
        ["Vol"] = "Volume",
        ["Ch"] = "Chapter",
        ["Sec"] = "Section",
        ["Ave"] = "Avenue",
        ["Blvd"] = "Boulevard",
        ["Rd"] = "Road",
        ["Mt"] = "Mount",
        ["Rm"] = "Room",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> SaidAsWords = FrozenSet.ToFrozenSet(
        ["NASA", "NATO", "UNESCO", "UNICEF", "OPEC", "AIDS", "LASER", "RADAR", "SONAR", "SCUBA", "OK", "PIN", "RAM", "ROM", "SIM", "GIF", "JPEG", "NAND",
            "CAPTCHA", "WHO'S", "SARS", "COVID", "ASEAN", "ASCII", "BASIC", "CAD", "LAN", "WAN", "SAT", "TOEFL", "STEM", "ZIP", "VAT", "DOS", "THE", "AND", "NOT", "YES", "NO"]);

    private static readonly FrozenSet<string> Interjections = FrozenSet.ToFrozenSet(["hm", "hmm", "mm", "mmm", "sh", "shh", "psst", "pst", "tsk", "brr", "grr", "pfft", "zzz", "nth"]);

    private static readonly FrozenDictionary<string, string> Weekdays = new Dictionary<string, string>
    {
        ["Mon"] = "Monday",
        ["Tue"] = "Tuesday",
        ["Tues"] = "Tuesday",
        ["Wed"] = "Wednesday",
        ["Thu"] = "Thursday",
        ["Thur"] = "Thursday",
        ["Thurs"] = "Thursday",
        ["Fri"] = "Friday",
        ["Sat"] = "Saturday",
        ["Sun"] = "Sunday",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Functions = new Dictionary<string, string>
    {
        ["sin"] = "sine",
        ["cos"] = "cosine",
        ["tan"] = "tangent",
        ["ln"] = "natural log",
        ["log"] = "log",
    }.ToFrozenDictionary();

    /// <summary>Chemical elements of school formulas.</summary>
    private const string Elements = "Na|Mg|Al|Si|Cl|Ca|Cr|Mn|Fe|Cu|Zn|Br|Ag|Ba|Hg|Pb|H|C|N|O|F|P|S|K|I";

    private static readonly FrozenDictionary<string, string> Brands = new Dictionary<string, string>
    {
        ["iPhone"] = "i phone",
        ["iPad"] = "i pad",
        ["iOS"] = "i O S",
        ["eBay"] = "e bay",
        ["ChatGPT"] = "Chat G P T",
        ["OK"] = "okay",
        ["JSON"] = "json",
        ["PhD"] = "P H D",
        ["WiFi"] = "wi fi",
        ["LaTeX"] = "lah tech",
    }.ToFrozenDictionary();

    private static string Weekday(string abbreviation) => Weekdays[abbreviation];

    private static string Function(string name) => Functions[name];

    private static string WholeWord(string abbreviation) => Abbreviations[abbreviation];

    private static string SpellSigns(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (SignName(unit) is { } name)
            {
                builder.Append(name);
            }
            else
            {
                builder.Append(unit);
            }
        }

        return builder.ToString();
    }

    /// <summary>How a sign is said in English, with spaces around it; null for what is said as it stands, or not at all.</summary>
    public static string? SignName(char sign) => sign switch
    {
        ':' or ';' or '—' or '(' or ')' or '/' => ", ",
        '…' => ". ",
        '&' => " and ",
        '@' => " at ",
        '#' => " hash ",
        '%' => " percent ",
        '+' => " plus ",
        '=' => " equals ",
        '×' => " times ",
        '*' => " ",
        '÷' => " divided by ",
        '<' => " less than ",
        '>' => " greater than ",
        '≤' => " less than or equal to ",
        '≥' => " greater than or equal to ",
        '≠' => " not equal to ",
        '≈' => " approximately ",
        '±' => " plus or minus ",
        '√' => " the square root of ",
        '∛' => " the cube root of ",
        '∉' => " not in ",
        '⊂' or '⊆' => " subset of ",
        '∅' => " the empty set ",
        '∀' => " for all ",
        '∃' => " there exists ",
        '∂' => " partial ",
        '∝' => " proportional to ",
        '≡' => " identical to ",
        '≌' => " congruent to ",
        '∽' => " similar to ",
        '△' => " triangle ",
        '⊙' => " circle ",
        '→' => " to ",
        '⇒' => " implies ",
        '⇔' or '↔' => " if and only if ",
        '∪' => " union ",
        '∩' => " intersection ",
        '∞' => " infinity ",
        '∑' => " the sum of ",
        '∫' => " the integral of ",
        '∈' => " in ",
        '∠' => " angle ",
        '⊥' => " perpendicular to ",
        '∥' => " parallel to ",
        '∴' => " therefore ",
        '∵' => " because ",
        '°' => " degrees ",
        '℃' => " degrees Celsius ",
        '℉' => " degrees Fahrenheit ",
        '‰' => " per thousand ",
        '§' => " section ",
        '©' => " copyright ",
        '⅕' => " one fifth ",
        '⅛' => " one eighth ",
        '⅜' => " three eighths ",
        '⅝' => " five eighths ",
        '⅞' => " seven eighths ",
        '½' => " one half ",
        '¼' => " one quarter ",
        '¾' => " three quarters ",
        '⅓' => " one third ",
        '⅔' => " two thirds ",
        '$' => " dollars ",
        '£' => " pounds ",
        '€' => " euros ",
        '¥' => " yuan ",
        '¢' => " cents ",
        '₹' => " rupees ",
        '₩' => " won ",
        '₽' => " rubles ",
        '№' => " number ",
        '♯' => " sharp ",
        '♭' => " flat ",
        '✓' or '✔' => " check ",
        '✗' or '✘' => " cross ",
        >= '①' and <= '⑳' => $" {EnglishNumbers.Pair(sign - '①' + 1)} ",
        >= '⑴' and <= '⒇' => $" {EnglishNumbers.Pair(sign - '⑴' + 1)}, ",
        >= '⒈' and <= '⒛' => $" {EnglishNumbers.Pair(sign - '⒈' + 1)}, ",
        >= 'Ⅰ' and <= 'Ⅻ' => $" {EnglishNumbers.Pair(sign - 'Ⅰ' + 1)} ",
        'α' => " alpha ",
        'β' => " beta ",
        'γ' => " gamma ",
        'δ' or 'Δ' => " delta ",
        'ε' => " epsilon ",
        'θ' => " theta ",
        'λ' => " lambda ",
        'μ' => " mu ",
        'π' => " pi ",
        'ρ' => " rho ",
        'σ' or 'Σ' => " sigma ",
        'τ' => " tau ",
        'φ' => " phi ",
        'ω' or 'Ω' => " omega ",
        '♔' => " white king ",
        '♕' => " white queen ",
        '♖' => " white rook ",
        '♗' => " white bishop ",
        '♘' => " white knight ",
        '♙' => " white pawn ",
        '♚' => " black king ",
        '♛' => " black queen ",
        '♜' => " black rook ",
        '♝' => " black bishop ",
        '♞' => " black knight ",
        '♟' => " black pawn ",
        _ => null,
    };
}

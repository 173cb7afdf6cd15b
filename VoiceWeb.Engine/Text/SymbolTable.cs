using System.Collections.Frozen;

namespace VoiceWeb.Engine.Text;

/// <summary>The 732 phone symbols of GPT-SoVITS v2 and later, of which v1 knows the first 322, and the number that the model knows each by.</summary>
/// <remarks>
/// Generated: finals by tones, vowels by stress, Cantonese finals by tones. Marks, Mandarin, Japanese and English are sorted as one set
/// by code point; the pitch brackets, Korean and Cantonese follow, each sorted.
/// </remarks>
internal static class SymbolTable
{
    private const string Marks = "! ? … , . - SP SP2 SP3 UNK _";
    private const string MandarinInitials = "AA EE OO b c ch d f g h j k l m n p q r s sh t w x y z zh";
    private const string MandarinFinals =
        "E En a ai an ang ao e ei en eng er i i0 ia ian iang iao ie in ing iong ir iu o ong ou u ua uai uan uang ui un uo v van ve vn";

    private const string Japanese = "I N U a b by ch cl d dy e f g gy h hy i j k ky m my n ny o p py r ry s sh t ts u v w y z";
    private const string EnglishConsonants = "B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH ER IH";
    private const string EnglishVowels = "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW";
    private const string Korean = "ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ ㅏ ㅐ ㅓ ㅔ ㅗ ㅜ ㅡ ㅣ 停 空";
    private const string CantoneseToneless = "b c d f g gw h j k kw l m n ng p s t w z a aa ai ak au e o oi ok on ou uk";
    private const string CantoneseFinals =
        "a aa aai aak aam aan aang aap aat aau ai ak am an ang ap at au e ei ek eng eoi eon eot g i ik im in ing ip it iu k m n o oe oek "
        + "oeng oi ok on ong ot ou p t u ui uk un ung ut yu yun yut";

    private static readonly string[] Ordered = Build();

    private static readonly FrozenDictionary<string, int> Ids =
        Ordered.Select((symbol, id) => KeyValuePair.Create(symbol, id)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All symbols, by id.</summary>
    public static IReadOnlyList<string> Symbols => Ordered;

    /// <summary>The id of a symbol, or null for one that the model does not know.</summary>
    public static int? IdOf(string symbol) => Ids.TryGetValue(symbol, out var id) ? id : null;

    /// <summary>How many symbols v1 knows: the marks, Mandarin, Japanese and English, with the same ids as later.</summary>
    public static int OfFirstGeneration { get; } = Array.IndexOf(Ordered, "[");

    /// <summary>The ids of phones; an unknown one becomes that of <c>UNK</c>, as upstream has it.</summary>
    /// <param name="known">Rows of the model's table: what lies beyond is unknown to it.</param>
    public static int[] IdsOf(IReadOnlyList<string> phones, int known = int.MaxValue) =>
        [.. phones.Select(phone => Ids.TryGetValue(phone, out var id) && id < known ? id : Ids["UNK"])];

    private static string[] Build()
    {
        var first = Marks.Split(' ')
            .Concat(MandarinInitials.Split(' '))
            .Concat(WithDigits(MandarinFinals, 1, 5))
            .Concat(Japanese.Split(' '))
            .Concat(EnglishConsonants.Split(' '))
            .Concat(WithDigits(EnglishVowels, 0, 2))
            .Distinct(StringComparer.Ordinal);
        var cantonese = CantoneseToneless.Split(' ').Concat(WithDigits(CantoneseFinals, 1, 6)).Select(symbol => "Y" + symbol).Distinct();
        return
        [
            .. first.Order(StringComparer.Ordinal), "[", "]", .. Korean.Split(' ').Order(StringComparer.Ordinal),
            .. cantonese.Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> WithDigits(string names, int from, int to) =>
        names.Split(' ').SelectMany(name => Enumerable.Range(from, to - from + 1).Select(digit => $"{name}{digit}"));
}

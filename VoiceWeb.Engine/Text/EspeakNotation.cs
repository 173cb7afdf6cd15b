using System.Text;

namespace VoiceWeb.Engine.Text;

/// <summary>Writes ARPAbet phones in the phoneme notation that espeak-ng reads between double brackets.</summary>
/// <remarks>Phoneme names of espeak-ng's English voices, from its documentation of phonemes.</remarks>
internal static class EspeakNotation
{
    /// <summary>A word of phones, such as <c>[[h@l'oU]]</c>.</summary>
    public static string Of(IReadOnlyList<string> phones)
    {
        var builder = new StringBuilder("[[");
        foreach (var phone in phones)
        {
            var stress = phone.Length > 0 && char.IsAsciiDigit(phone[^1]) ? phone[^1] : ' ';
            var name = stress == ' ' ? phone : phone[..^1];
            builder.Append(stress switch { '1' => "'", '2' => ",", _ => string.Empty }).Append(NameOf(name, stress == '0'));
        }

        return builder.Append("]]").ToString();
    }

    private static string NameOf(string phone, bool unstressed) => phone switch
    {
        "AA" => "A:",
        "AE" => "a",
        "AH" => unstressed ? "@" : "V",
        "AO" => "O:",
        "AW" => "aU",
        "AY" => "aI",
        "EH" => "E",
        "ER" => unstressed ? "3" : "3:",
        "EY" => "eI",
        "IH" => "I",
        "IY" => unstressed ? "i" : "i:",
        "OW" => "oU",
        "OY" => "OI",
        "UH" => "U",
        "UW" => "u:",
        "CH" => "tS",
        "DH" => "D",
        "HH" => "h",
        "JH" => "dZ",
        "NG" => "N",
        "SH" => "S",
        "TH" => "T",
        "Y" => "j",
        "ZH" => "Z",
        _ => phone.ToLowerInvariant(),
    };
}

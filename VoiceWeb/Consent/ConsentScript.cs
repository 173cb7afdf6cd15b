using System.Globalization;
using System.Security.Cryptography;
using VoiceWeb.Data;

namespace VoiceWeb.Consent;

/// <summary>
/// The sentence to read aloud: who agrees, to what, until when, and four random words that nobody could have recorded beforehand.
/// </summary>
public static class ConsentScript
{
    /// <summary>How many words a challenge has.</summary>
    public const int WordCount = 4;

    /// <summary>Draws the words of a challenge: different from one another, each equally likely.</summary>
    public static IReadOnlyList<string> DrawWords(string culture)
    {
        var list = ConsentWords.For(culture);
        var drawn = new List<string>(WordCount);
        while (drawn.Count < WordCount)
        {
            var word = list[RandomNumberGenerator.GetInt32(list.Count)];
            if (!drawn.Contains(word))
            {
                drawn.Add(word);
            }
        }

        return drawn;
    }

    /// <summary>The sentence of a consent, with its words.</summary>
    /// <param name="notice">The notice that was shown: gives the language and how purposes are said.</param>
    /// <param name="speaker">How the speaker is called.</param>
    /// <param name="school">How the school is called.</param>
    public static string Compose(
        NoticeText notice, string speaker, string school, ConsentPurposes purposes, DateTimeOffset endsAt, IReadOnlyList<string> words)
    {
        var culture = CultureInfo.GetCultureInfo(notice.Culture);
        var spoken = notice.Purposes.Where(p => purposes.HasFlag(p.Purpose)).Select(p => p.Spoken).ToList();
        return notice.Culture == "zh-CN"
            ? $"我是{speaker}，同意{school}用我的声音制作合成语音，用于{string.Join('、', spoken)}，至{endsAt.ToString("yyyy年M月d日", culture)}。验证词：{string.Join('、', words)}。"
            : $"I am {speaker}. I agree that {school} may make synthetic speech with my voice, for {InEnglish(spoken)}, until {endsAt.ToString("MMMM d, yyyy", culture)}. Check words: {string.Join(", ", words)}.";
    }

    private static string InEnglish(List<string> items) => items.Count < 2
        ? string.Concat(items)
        : $"{string.Join(", ", items[..^1])} and {items[^1]}";
}

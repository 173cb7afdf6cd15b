using System.Globalization;
using System.Security.Cryptography;
using VoiceWeb.Consent;
using VoiceWeb.Data;

namespace VoiceWeb.Tests.Web.Consent;

public sealed class ConsentScriptTests
{
    private static readonly DateTimeOffset End = new(2027, 11, 22, 23, 59, 59, TimeSpan.Zero);

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void Words_are_four_different_ones_of_the_list(string culture)
    {
        for (var draw = 0; draw < 50; draw++)
        {
            var words = ConsentScript.DrawWords(culture);
            Assert.Equal(4, words.Distinct().Count());
            Assert.All(words, word => Assert.Contains(word, ConsentWords.For(culture)));
        }
    }

    [Fact]
    public void English_words_are_at_least_three_letters_apart()
    {
        var words = ConsentWords.For("en");
        Assert.True(words.Count >= 80);
        for (var i = 0; i < words.Count; i++)
        {
            for (var j = i + 1; j < words.Count; j++)
            {
                Assert.True(Distance(words[i], words[j]) >= 3, $"{words[i]} and {words[j]} are alike.");
            }
        }
    }

    [Fact]
    public void Chinese_words_share_no_character()
    {
        var words = ConsentWords.For("zh-CN");
        Assert.True(words.Count >= 80);
        Assert.All(words, word => Assert.Equal(2, word.Length));
        var characters = string.Concat(words);
        Assert.Equal(characters.Length, characters.Distinct().Count());
    }

    [Fact]
    public void The_english_sentence_says_who_what_for_until_when_and_the_words()
    {
        var notice = ConsentNotice.For(CultureInfo.GetCultureInfo("en-GB"), "Lindenschule");
        var sentence = ConsentScript.Compose(
            notice, "Ada Park", "Lindenschule", ConsentPurposes.Teaching | ConsentPurposes.Announcements, End, ["anchor", "bamboo", "coffee", "zebra"]);

        Assert.Equal(
            "I am Ada Park. I agree that Lindenschule may make synthetic speech with my voice, for teaching and announcements, until November 22, 2027. Check words: anchor, bamboo, coffee, zebra.",
            sentence);
    }

    [Fact]
    public void The_chinese_sentence_says_the_same()
    {
        var notice = ConsentNotice.For(CultureInfo.GetCultureInfo("zh-CN"), "椴树学校");
        var sentence = ConsentScript.Compose(
            notice, "王芳", "椴树学校", ConsentPurposes.Teaching | ConsentPurposes.Publication, End, ["苹果", "天空", "钥匙", "森林"]);

        Assert.Equal("我是王芳，同意椴树学校用我的声音制作合成语音，用于教学、对外发表的作品，至2027年11月22日。验证词：苹果、天空、钥匙、森林。", sentence);
    }

    [Fact]
    public void Both_notices_have_the_same_shape_and_name_the_school()
    {
        var english = ConsentNotice.For(CultureInfo.GetCultureInfo("en"), "Lindenschule");
        var chinese = ConsentNotice.For(CultureInfo.GetCultureInfo("zh-Hans"), "Lindenschule");

        Assert.Equal(english.Sections.Select(s => s.Paragraphs.Count), chinese.Sections.Select(s => s.Paragraphs.Count));
        Assert.Equal(english.Purposes.Select(p => p.Purpose), chinese.Purposes.Select(p => p.Purpose));
        Assert.Equal(4, english.Purposes.Count);
        Assert.All(new[] { english, chinese }, notice =>
            Assert.Contains(notice.Sections, s => s.Paragraphs.Any(p => p.Contains("Lindenschule", StringComparison.Ordinal))));
        Assert.NotEqual(english.Sha256, chinese.Sha256);
    }

    [Fact]
    public void The_hash_covers_the_name_of_the_school()
    {
        var culture = CultureInfo.GetCultureInfo("en");
        Assert.NotEqual(ConsentNotice.For(culture, "A").Sha256, ConsentNotice.For(culture, "B").Sha256);
        Assert.Equal(ConsentNotice.For(culture, "A").Sha256, ConsentNotice.For(culture, "A").Sha256);
        Assert.Equal(2 * SHA256.HashSizeInBytes, ConsentNotice.For(culture, "A").Sha256.Length);
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}

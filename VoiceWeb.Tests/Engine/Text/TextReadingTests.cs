using System.Diagnostics.CodeAnalysis;
using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Text;

/// <summary>What a writer sees under a text: every place, and how it is said.</summary>
public sealed class TextReadingTests
{
    private static readonly TextFrontEnd FrontEnd = new();

    [Theory]
    [InlineData("比分3:2。", "zh:比 zh:分 zh:3:2→三比二 _。")]
    [InlineData("共 5 km，很远", "zh:共 _· zh:5·km→五千米 _， zh:很 zh:远")]
    [InlineData("加油💪，好", "zh:加 zh:油 ?💪 _， zh:好")]
    [InlineData("It costs $5 today.", "en:It _· en:costs _· en:$5→five·dollars _· en:today.")]
    [InlineData("长(zhang3)大[pause:1s]了", "zh:长 !(zhang3) zh:大 ![pause:1s] zh:了")]
    [InlineData("我用 Windows 11 系统", "zh:我 zh:用 _· en:Windows _· zh:11→十一 _· zh:系 zh:统")]
    [InlineData("共[lang:en]100[/lang]个", "zh:共 ![lang:en] en:100→one·hundred ![/lang] zh:个")]
    [InlineData("Say [read:HH AH0 L OW1].", "en:Say _· ![read:HH·AH0·L·OW1] _.")]
    [InlineData("", "")]
    public void Every_place_is_shown_with_what_is_said_for_it(string text, string expected) =>
        Assert.Equal(expected, Show(FrontEnd.Read(text, "auto")));

    [Fact]
    public void An_alias_is_shown_at_the_word_that_it_replaces()
    {
        var lexicon = PronunciationLexicon.Create("s", PronunciationScope.School, 1, [new PronunciationEntry("km²", "zh", "平方公里", IsAlias: true)]);
        Assert.Equal("zh:面 zh:积 zh:5→五 zh:km²→平方公里 _。", Show(FrontEnd.Read("面积5km²。", "zh", [lexicon])));
    }

    [Fact]
    public void A_polyphone_is_shown_with_its_word_and_the_readings_of_the_word()
    {
        var pieces = FrontEnd.Read("他长大了，去银行。", "zh").Pieces;
        var grown = pieces.Single(piece => piece.Start == 1).Polyphone!;
        Assert.Equal(("长大", "zhang3 da4", 0, false), (grown.Word, string.Join(' ', grown.WordReading), grown.PlaceInWord, grown.IsFixed));
        var bank = pieces.Single(piece => piece.Start == 7).Polyphone!;
        Assert.Equal(("银行", 1, "hang2"), (bank.Word, bank.PlaceInWord, bank.Chosen));
        Assert.True(FrontEnd.Read("长(chang2)大", "zh").Pieces[0].Polyphone!.IsFixed);
    }

    [Fact]
    [SuppressMessage("Security", "CA5394", Justification = "A seeded generator makes the test repeatable.")]
    public void The_pieces_of_any_text_touch_and_cover_it()
    {
        string[] parts = ["你好", "，", "长(zhang3)", "[pause:1s]", "[lang:en]", "[/lang]", "[read:HH AH0]", " ", "3:2", "$5", "It's", "km²", "😀", "\uD800", "한국", "\n", "。", "100%", "银行", "abc123"];
        var lexicon = PronunciationLexicon.Create("s", PronunciationScope.School, 1, [new("km²", "zh", "平方公里", IsAlias: true), new("银行", "zh", "yin2 hang2"), new("It's", "en", "it is", IsAlias: true)]);
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => parts[random.Next(parts.Length)]));
            var at = 0;
            foreach (var piece in FrontEnd.Read(text, round % 2 == 0 ? "auto" : "zh", [lexicon]).Pieces)
            {
                Assert.Equal(at, piece.Start);
                Assert.InRange(piece.Length, 1, text.Length - at);
                at += piece.Length;
            }

            Assert.Equal(text.Length, at);
        }
    }

    [Theory]
    [InlineData("他长大了", 1, "chang2", "他长(chang2)大了")]
    [InlineData("他长(zhang3)大了", 1, "chang2", "他长(chang2)大了")]
    [InlineData("单于(shan4 yu2)来", 0, "dan1", "单于(dan1 yu2)来")]
    [InlineData("单于(shan4 yu2)来", 13, "lai4", "单于(shan4 yu2)来(lai4)")]
    public void A_chosen_reading_is_written_behind_its_character(string text, int index, string syllable, string expected) =>
        Assert.Equal(expected, InlineOverrides.Reading(text, index, syllable).Apply(text));

    [Theory]
    [InlineData("共100个", 1, 3, "en", "共[lang:en]100[/lang]个")]
    [InlineData("我用 Windows 系统", 2, 9, "zh", "我用 [lang:zh]Windows[/lang] 系统")]
    [InlineData("共[lang:en]100[/lang]个", 10, 3, "zh", "共[lang:zh]100[/lang]个")]
    public void A_chosen_language_is_written_around_its_stretch(string text, int start, int length, string language, string expected) =>
        Assert.Equal(expected, InlineOverrides.Language(text, start, length, language).Apply(text));

    [Fact]
    public void A_chosen_reading_is_what_is_spoken_then()
    {
        const string Text = "他长大了。";
        var edited = InlineOverrides.Reading(Text, 1, "chang2").Apply(Text);
        Assert.Equal("t a1 ch ang2 d a4 l e5 .", string.Join(' ', FrontEnd.Analyze(edited, "auto").Phones));
    }

    [Fact]
    public void A_style_is_parsed_and_said_to_have_no_effect_yet() =>
        Assert.Contains("'happy'", Assert.Single(FrontEnd.Analyze("[slot:happy]你好。[/slot]好。", "zh").Warnings));

    private static string Show(TextReading reading) => string.Join(' ', reading.Pieces.Select(piece =>
    {
        var written = reading.Text.Substring(piece.Start, piece.Length).Replace(' ', '·');
        return piece.Kind switch
        {
            ReadingKind.Plain => $"{piece.Language}:{written}",
            ReadingKind.Said => $"{piece.Language}:{written}→{piece.Spoken.Replace(' ', '·')}",
            ReadingKind.Unknown => "?" + written,
            ReadingKind.Silent => "_" + written,
            _ => "!" + written,
        };
    }));
}

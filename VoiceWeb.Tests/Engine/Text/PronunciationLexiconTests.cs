using VoiceWeb.Engine.Text;

namespace VoiceWeb.Tests.Engine.Text;

public sealed class PronunciationLexiconTests
{
    private static readonly TextFrontEnd FrontEnd = new();

    private static PronunciationLexicon Lexicon(PronunciationScope scope, params PronunciationEntry[] entries) =>
        PronunciationLexicon.Create(scope.ToString(), scope, 1, entries);

    [Fact]
    public void The_narrower_scope_wins_and_the_writer_wins_over_all()
    {
        var installation = Lexicon(PronunciationScope.Installation, new PronunciationEntry("长大", "zh", "zhang1 da1"));
        var school = Lexicon(PronunciationScope.School, new PronunciationEntry("长大", "zh", "zhang2 da2"));
        var project = Lexicon(PronunciationScope.Project, new PronunciationEntry("长大", "zh", "zhang4 da4"));
        Assert.Equal("zh ang3 d a4", Read("长大"));
        Assert.Equal("zh ang1 d a1", Read("长大", installation));
        Assert.Equal("zh ang2 d a2", Read("长大", school, installation));
        Assert.Equal("zh ang4 d a4", Read("长大", installation, project, school));
        Assert.Equal("ch ang2 d a4", Read("长(chang2)大", installation, project, school));
    }

    [Fact]
    public void The_longest_written_form_wins()
    {
        var lexicon = Lexicon(PronunciationScope.School, new("长", "zh", "chang2"), new("长大", "zh", "zhang3 da4"));
        Assert.Equal("zh ang3 d a4 , ch ang2 ch u4", Read("长大，长处", lexicon));
    }

    [Fact]
    public void Latin_words_match_whole_and_in_any_case()
    {
        var lexicon = Lexicon(PronunciationScope.School, new PronunciationEntry("Blazor", "en", "B L EY1 Z ER0"));
        Assert.Equal("B L EY1 Z ER0 R AH1 N Z", Read("blazor runs", lexicon));
        Assert.DoesNotContain("B L EY1 Z ER0 ", Read("blazors run", lexicon));
    }

    [Fact]
    public void An_alias_says_other_words()
    {
        var lexicon = Lexicon(PronunciationScope.School, new PronunciationEntry("km²", "zh", "平方公里", IsAlias: true));
        Assert.Equal("面积五平方公里.", FrontEnd.Analyze("面积5km²。", "zh", dictionaries: [lexicon]).Normalized);
    }

    [Fact]
    public void A_change_makes_a_new_version_and_leaves_the_old()
    {
        var first = Lexicon(PronunciationScope.School, new PronunciationEntry("长", "zh", "chang2"));
        var second = first.With(new PronunciationEntry("长", "zh", "zhang3")).Without("没有");
        Assert.Equal((1, "chang2"), (first.Version, first.Find("长")!.Reading));
        Assert.Equal((3, "zhang3"), (second.Version, second.Find("长")!.Reading));
    }

    [Fact]
    public void Csv_comes_back_as_it_went()
    {
        var lexicon = Lexicon(
            PronunciationScope.School, new("长大", "zh", "zhang3 da4"), new("Nguyen", "en", "W IH1 N"), new("a,b", "en", "say \"a\", then b", IsAlias: true));
        var problems = new List<PronunciationProblem>();
        var back = PronunciationExchange.ReadCsv(PronunciationExchange.WriteCsv(lexicon), problems);
        Assert.Empty(problems);
        Assert.Equal(lexicon.Entries, back);
    }

    [Fact]
    public void Pls_comes_back_as_it_went()
    {
        var lexicon = Lexicon(PronunciationScope.School, new("长大", "zh", "zhang3 da4"), new("GDP", "zh", "国内生产总值", IsAlias: true));
        var problems = new List<PronunciationProblem>();
        var back = PronunciationExchange.ReadPls(PronunciationExchange.WritePls(lexicon, "zh"), problems);
        Assert.Empty(problems);
        Assert.Equal(lexicon.Entries.Order(Comparer<PronunciationEntry>.Create((a, b) => string.CompareOrdinal(a.Written, b.Written))),
            back.Order(Comparer<PronunciationEntry>.Create((a, b) => string.CompareOrdinal(a.Written, b.Written))));
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_named_with_their_reason()
    {
        var problems = new List<PronunciationProblem>();
        var entries = PronunciationExchange.ReadCsv("written,language,reading,kind\n长大,zh,zhang3,\nword,en,zhang3,\n好,zh,hao9,reading\nx,zh\n好,zh,hao3,reading\n", problems);
        Assert.Equal("好", Assert.Single(entries).Written);
        Assert.Equal(4, problems.Count);
        Assert.Equal("Row 2: '长大': pinyin needs one syllable for each Chinese character.", problems[0].ToString());
        Assert.Equal(["2 count", "3 count", "4 notation", "5 columns"], problems.Select(problem => $"{problem.Row} {problem.Code}"));
        Assert.StartsWith("Row 5: there are 2 columns", problems[3].ToString());
    }

    [Theory]
    [InlineData("no xml")]
    [InlineData("<lexicon/>")]
    [InlineData("<!DOCTYPE lexicon [<!ENTITY a 'b'>]><lexicon xmlns='http://www.w3.org/2005/01/pronunciation-lexicon'>&a;</lexicon>")]
    public void What_is_no_lexicon_is_refused(string document) =>
        Assert.Throws<FormatException>(() => PronunciationExchange.ReadPls(document, []));

    private static string Read(string text, params PronunciationLexicon[] lexicons) =>
        string.Join(' ', FrontEnd.Analyze(text, "auto", dictionaries: [.. lexicons]).Phones);
}

using VoiceWeb.Engine.Text;
using VoiceWeb.Engine.Text.Chinese;

namespace VoiceWeb.Tests.Engine.Text;

public sealed class SymbolTableTests
{
    [Theory]
    [InlineData("!", 0)]
    [InlineData("SP", 77)]
    [InlineData("UNK", 86)]
    [InlineData("_", 95)]
    [InlineData("zh", 320)]
    [InlineData("…", 321)]
    [InlineData("[", 322)]
    [InlineData("停", 351)]
    [InlineData("空", 352)]
    [InlineData("Ya", 353)]
    public void Symbols_have_the_numbers_of_version_2(string symbol, int id) => Assert.Equal(id, SymbolTable.IdOf(symbol));

    [Fact]
    public void There_are_732_symbols_and_no_two_alike()
    {
        Assert.Equal(732, SymbolTable.Symbols.Count);
        Assert.Equal(732, SymbolTable.Symbols.Distinct().Count());
    }

    [Theory]
    [InlineData("yi1", "y", "i1")]
    [InlineData("shi4", "sh", "ir4")]
    [InlineData("zi4", "z", "i04")]
    [InlineData("yue4", "y", "ve4")]
    [InlineData("er2", "EE", "er2")]
    [InlineData("ai4", "AA", "ai4")]
    [InlineData("nv3", "n", "v3")]
    [InlineData("yuan4", "y", "van4")]
    [InlineData("yan2", "y", "En2")]
    [InlineData("ju2", "j", "v2")]
    [InlineData("lve4", "l", "ve4")]
    [InlineData("gui1", "g", "ui1")]
    [InlineData("o5", "OO", "o5")]
    public void A_syllable_is_an_initial_and_a_final(string syllable, string initial, string final)
    {
        Assert.True(MandarinPhones.TrySplit(syllable, out var first, out var second));
        Assert.Equal((initial, final), (first, second));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ma")]
    [InlineData("ma6")]
    [InlineData("qqq1")]
    [InlineData("5")]
    public void What_is_no_syllable_is_refused(string syllable) => Assert.False(MandarinPhones.TrySplit(syllable, out _, out _));
}
